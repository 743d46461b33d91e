import { SecretsError } from './secrets-error.ts'

/** Nobody named a passphrase. */
export function passphraseMissing(path: string): SecretsError {
  const reason = `There is no passphrase for ${path}, the encrypted file of secrets.`
  const remedy = 'Set BERTH_SECRETS_PASSPHRASE, and secrets are kept there.'
  return new SecretsError('PASSPHRASE_MISSING', reason, remedy)
}

/** The file is whole, and another passphrase opens it. */
export function passphraseWrong(path: string): SecretsError {
  const reason = `The passphrase does not open ${path}, which was left as it is.`
  const remedy = 'Give the right one. If it is lost, remove the file and enter the secrets again.'
  return new SecretsError('PASSPHRASE_WRONG', reason, remedy)
}

/** Another Berth began the file anew while this one had it open. */
export function fileExchanged(path: string): SecretsError {
  const reason = `${path} has been exchanged since it was opened.`
  return new SecretsError('PASSPHRASE_WRONG', reason, 'Start Berth again.')
}

/** The file is not what Berth wrote. */
export function fileDamaged(path: string): SecretsError {
  const remedy =
    'Put a copy back, or start Berth again: it sets the file aside and begins a new one.'
  return new SecretsError('FILE_DAMAGED', `${path} is damaged.`, remedy)
}

/** It was damaged, and another one was begun. */
export function fileSetAside(path: string, aside: string): SecretsError {
  const reason = `${path} was damaged. It is kept as ${aside}, and a new one was begun.`
  const remedy = 'Put a copy of it back and start Berth again, or enter the secrets again.'
  return new SecretsError('FILE_DAMAGED', reason, remedy)
}

/** Its format is not known to this version. */
export function fileTooNew(path: string): SecretsError {
  const reason = `${path} was written by a newer version of Berth, and was left as it is.`
  return new SecretsError('FILE_TOO_NEW', reason, 'Use that version.')
}

/** What the file system refused. */
export function fileUnusable(path: string, cause: unknown): SecretsError {
  const why = cause instanceof Error ? cause.message : String(cause)
  const reason = `Secrets cannot be kept in ${path}: ${why}.`
  const remedy = 'See to it that Berth may read and write there.'
  return new SecretsError('FILE_UNUSABLE', reason, remedy, { cause })
}
