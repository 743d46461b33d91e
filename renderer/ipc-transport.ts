import type { Bridge } from '../electron/bridge.ts'
import type {
  ConsoleEvent,
  ControlFailure,
  Input,
  MethodName,
  Output,
} from '../server/control/contract.ts'
import { downloadUrl } from './http-files.ts'
import { sendFile } from './http-upload.ts'
import {
  ControlError,
  type Connection,
  type Download,
  type Transport,
  type UploadOptions,
} from './transport.ts'

/** Methods and events over the app's own channels: the host is this very program, so it is always there. */
export class IpcTransport implements Transport {
  readonly state: Connection = 'online'
  readonly #bridge: Bridge
  readonly #base: URL

  /** @param base where the window lies; ends with a slash */
  constructor(bridge: Bridge, base: URL) {
    this.#bridge = bridge
    this.#base = base
  }

  subscribe(listener: (event: ConsoleEvent) => void): () => void {
    return this.#bridge.subscribe((event) => listener(event as ConsoleEvent))
  }

  onState(): () => void {
    return () => undefined
  }

  retry(): void {}

  /** As a stream to the app's own address, not through its channels. */
  upload(file: File, how: UploadOptions): Promise<{ readonly id: string }> {
    return sendFile(this.#base, file, how)
  }

  /** The app has files at the same addresses below its own origin as a browser finds them. */
  download(what: Download): string {
    return downloadUrl(this.#base, what)
  }

  async call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
    const outcome = (await this.#bridge.call(method, input)) as Outcome
    if ('failure' in outcome) throw new ControlError(outcome.failure)
    return outcome.output as Output<M>
  }
}

type Outcome = { readonly output: unknown } | { readonly failure: ControlFailure }
