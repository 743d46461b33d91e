import type { ControlErrorCode } from './contract.ts'

/** A method of the console that cannot be done as asked; the message is for the person who asked. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly code: ControlErrorCode
  /** Which part of the input, for INVALID_INPUT. */
  readonly field?: string

  constructor(code: ControlErrorCode, message: string, field?: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    if (field !== undefined) this.field = field
  }
}
