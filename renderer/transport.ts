import type {
  ConsoleEvent,
  ControlErrorCode,
  ControlFailure,
  Input,
  MethodName,
  Output,
} from '../server/control/contract.ts'

/**
 * How the console stands with its host.
 *
 * - `connecting`: not heard from it yet
 * - `online`: events arrive
 * - `offline`: lost; it is tried again by itself
 * - `login`: it asks who is there
 */
export type Connection = 'connecting' | 'online' | 'offline' | 'login'

/** The way to the host. Nothing else in the window knows whether that is HTTP or something else. */
export interface Transport {
  /** Rejects with a {@link ControlError} and nothing else. */
  call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>>
  /** Gives a function that ends it. */
  subscribe(listener: (event: ConsoleEvent) => void): () => void
  readonly state: Connection
  /** Told after every change of `state`; gives a function that ends it. */
  onState(listener: () => void): () => void
  /** Tries a lost host at once. */
  retry(): void
  /** Hands over a file of images; gives the id for `imports.get`. Rejects with a {@link ControlError}. */
  upload(file: File, how: UploadOptions): Promise<{ readonly id: string }>
  /** The address of a file that the host hands out, for a link that saves it. */
  download(what: Download): string
  /** Absent where nobody ever logs in. */
  readonly login?: Login
}

export interface UploadOptions {
  /** Told now and then how many bytes are over there. */
  readonly onProgress: (sentBytes: number) => void
  /** Ends it. */
  readonly signal: AbortSignal
}

/** What can be saved: one file of an image, or an image as an archive. */
export type Download = FileDownload | ArchiveDownload

export interface FileDownload {
  readonly what: 'file'
  readonly repository: string
  /** Of one platform's manifest. */
  readonly digest: string
  /** The one that holds it. */
  readonly layer: string
  readonly path: string
}

export interface ArchiveDownload {
  readonly what: 'export'
  readonly repository: string
  /** A tag or a digest. */
  readonly reference: string
  readonly format: 'oci' | 'docker'
  /** Such as `linux/arm64`; without it all that there are. */
  readonly platform?: string
}

/** How people prove who they are, where they must. */
export interface Login {
  /** `link`: by a link with a token that the host printed when it started. */
  kind(): Promise<'password' | 'link'>
  open(user: string, password: string): Promise<void>
  close(): Promise<void>
}

/** A call that failed: by the host's word, or because it could not be reached (`UNAVAILABLE`). */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly code: ControlErrorCode
  readonly field: string | undefined

  constructor({ code, message, field }: ControlFailure, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.field = field
  }
}
