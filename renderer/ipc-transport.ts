import type { Bridge } from '../electron/bridge.ts'
import type {
  ConsoleEvent,
  ControlFailure,
  Input,
  MethodName,
  Output,
} from '../server/control/contract.ts'
import { ControlError, type Connection, type Transport } from './transport.ts'

/** Methods and events over the app's own channels: the host is this very program, so it is always there. */
export class IpcTransport implements Transport {
  readonly state: Connection = 'online'
  readonly #bridge: Bridge

  constructor(bridge: Bridge) {
    this.#bridge = bridge
  }

  subscribe(listener: (event: ConsoleEvent) => void): () => void {
    return this.#bridge.subscribe((event) => listener(event as ConsoleEvent))
  }

  onState(): () => void {
    return () => undefined
  }

  retry(): void {}

  async call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
    const outcome = (await this.#bridge.call(method, input)) as Outcome
    if ('failure' in outcome) throw new ControlError(outcome.failure)
    return outcome.output as Output<M>
  }
}

type Outcome = { readonly output: unknown } | { readonly failure: ControlFailure }
