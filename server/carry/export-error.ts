/** An image that cannot go out as was asked; the message says why, and what would do. */
export class ExportError extends Error {
  override readonly name = 'ExportError'
  /** What was asked for in vain. */
  readonly field: 'reference' | 'format' | 'platform'

  constructor(field: ExportError['field'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.field = field
  }
}
