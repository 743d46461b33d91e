/** What went wrong with secrets. */
export type SecretsErrorCode =
  /** A name or a value that no store takes. */
  | 'INVALID_NAME'
  | 'INVALID_VALUE'
  /** A variable or a mounted file sets it, so it cannot be changed here. */
  | 'READ_ONLY'
  /** A mounted file is there, and cannot be read. */
  | 'MOUNT_UNREADABLE'
  /** There is no keychain that this process could use. */
  | 'KEYCHAIN_ABSENT'
  | 'KEYCHAIN_LOCKED'
  /** It gave no answer in time; most often it is locked and asks for its password. */
  | 'KEYCHAIN_SILENT'
  /** Any other failure of the keychain, or of the process that talks with it. */
  | 'KEYCHAIN_FAILED'
  /** A long value of which a part is gone. */
  | 'KEYCHAIN_INCOMPLETE'
  | 'PASSPHRASE_MISSING'
  | 'PASSPHRASE_WRONG'
  | 'FILE_DAMAGED'
  | 'FILE_TOO_NEW'
  /** The file system refused. */
  | 'FILE_UNUSABLE'
  /** Asked after the end. */
  | 'CLOSED'

/**
 * Something that cannot be done with secrets, in words for a person. It never holds a secret, nor
 * does its cause.
 */
export class SecretsError extends Error {
  override readonly name = 'SecretsError'
  readonly code: SecretsErrorCode
  /** What is the matter: sentences. */
  readonly reason: string
  /** What to do about it: sentences. */
  readonly remedy: string

  constructor(code: SecretsErrorCode, reason: string, remedy: string, options?: ErrorOptions) {
    super(`${reason} ${remedy}`, options)
    this.code = code
    this.reason = reason
    this.remedy = remedy
  }
}
