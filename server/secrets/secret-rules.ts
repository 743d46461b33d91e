import { SecretsError } from './secrets-error.ts'

/** Bytes of UTF-8 in the longest value: a chain of certificates with its key fits. */
export const LONGEST_VALUE = 32_768

const NAME = /^[a-z0-9](?:[a-z0-9._:/-]{0,198}[a-z0-9])?$/

/**
 * Whether a secret may have this name: 1 to 200 of `a-z 0-9 . _ : / -`, a letter or digit first and
 * last.
 */
export function isSecretName(name: string): boolean {
  return NAME.test(name)
}

/** @throws SecretsError INVALID_NAME; it does not repeat the name, which may be a value by mistake */
export function checkName(name: string): void {
  if (isSecretName(name)) return
  throw new SecretsError(
    'INVALID_NAME',
    'This cannot be the name of a secret.',
    'Use 1 to 200 of the characters a-z 0-9 . _ : / -, with a letter or digit first and last.',
  )
}

/**
 * Every store takes the same values: text without NUL, which C libraries take for its end, and not
 * empty, which keychains refuse.
 *
 * @throws SecretsError INVALID_VALUE
 */
export function checkValue(value: string): void {
  const wrong = whatIsWrong(value)
  if (wrong) throw new SecretsError('INVALID_VALUE', wrong.reason, wrong.remedy)
}

function whatIsWrong(
  value: string,
): { readonly reason: string; readonly remedy: string } | undefined {
  const size = Buffer.byteLength(value)
  if (size === 0) return { reason: 'The secret is empty.', remedy: 'Delete it instead.' }
  if (size > LONGEST_VALUE) {
    const reason = `The secret has ${size} bytes; at most ${LONGEST_VALUE} can be stored.`
    return { reason, remedy: 'Store a shorter one.' }
  }
  if (value.includes('\0') || !value.isWellFormed()) {
    return { reason: 'The secret is not plain text.', remedy: 'Store it in base64.' }
  }
  return undefined
}
