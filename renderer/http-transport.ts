import type { ConsoleEvent, Input, MethodName, Output } from '../server/control/contract.ts'
import { EventStream } from './event-stream.ts'
import { downloadUrl } from './http-files.ts'
import { HttpLogin } from './http-login.ts'
import { post } from './http-json.ts'
import { sendFile } from './http-upload.ts'
import {
  ControlError,
  type Connection,
  type Download,
  type Login,
  type Transport,
  type UploadOptions,
} from './transport.ts'

/** Methods by POST, events by server-sent events, below `base`. A 401 to any of them asks for a login. */
export class HttpTransport implements Transport {
  readonly login: Login
  readonly #base: URL
  readonly #stream: EventStream
  readonly #events = new Set<(event: ConsoleEvent) => void>()
  readonly #states = new Set<() => void>()
  #state: Connection = 'connecting'

  /** @param base where the console lies; ends with a slash */
  constructor(base: URL) {
    this.#base = base
    this.login = new HttpLogin(base, () => this.retry())
    this.#stream = new EventStream(new URL('api/events', base), {
      event: (event) => {
        for (const listener of this.#events) listener(event)
      },
      open: () => this.#become('online'),
      lost: () => this.#become('offline'),
      mayRetry: () => this.#isLoggedIn(),
    })
    void this.#start()
  }

  get state(): Connection {
    return this.#state
  }

  subscribe(listener: (event: ConsoleEvent) => void): () => void {
    this.#events.add(listener)
    return () => this.#events.delete(listener)
  }

  onState(listener: () => void): () => void {
    this.#states.add(listener)
    return () => this.#states.delete(listener)
  }

  retry(): void {
    void this.#start()
  }

  call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
    const url = new URL(`api/rpc/${method}`, this.#base)
    return this.#heeding(post(url, input, method === 'setup.keep')) as Promise<Output<M>>
  }

  upload(file: File, how: UploadOptions): Promise<{ readonly id: string }> {
    return this.#heeding(sendFile(this.#base, file, how))
  }

  download(what: Download): string {
    return downloadUrl(this.#base, what)
  }

  async #heeding<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer
    } catch (error) {
      if (error instanceof ControlError) this.#heed(error)
      throw error
    }
  }

  /** An event source cannot tell a refusal from a broken line, so a call asks first. */
  async #start(): Promise<void> {
    if (await this.#isLoggedIn()) this.#stream.open()
  }

  async #isLoggedIn(): Promise<boolean> {
    try {
      await this.call('session.get', undefined)
    } catch (error) {
      return !(error instanceof ControlError && error.code === 'UNAUTHENTICATED')
    }
    return true
  }

  #heed(error: ControlError): void {
    if (error.code !== 'UNAUTHENTICATED') return
    this.#stream.close()
    this.#become('login')
  }

  #become(state: Connection): void {
    if (state === this.#state) return
    this.#state = state
    for (const listener of this.#states) listener()
  }
}
