import { inspect } from 'node:util'
import { expect } from 'vitest'
import { SecretsError } from '../../server/secrets/secrets-error.ts'
import type { SecretsErrorCode } from '../../server/secrets/secrets-error.ts'

/** A secret that must not show anywhere; in base64, too, and in pieces. */
export const CANARY = 'Kanarienvogel-0123456789'

/** Whether as much as eight characters of it in a row show in the text, plain or in base64. */
export function shows(text: string): boolean {
  const forms = [CANARY, Buffer.from(CANARY).toString('base64')]
  return forms.some((form) => {
    const starts = Array.from({ length: form.length - 7 }, (_, start) => start)
    return starts.some((start) => text.includes(form.slice(start, start + 8)))
  })
}

/** All that a log could make of a thrown object. */
function everythingIn(thrown: unknown): string {
  const seen = inspect(thrown, { depth: 20, showHidden: true, maxStringLength: null })
  return `${seen}\n${String(thrown)}\n${JSON.stringify(thrown)}`
}

/** How the call fails; that it does, as a `SecretsError` and without the canary, is made sure. */
export async function failureOf(call: Promise<unknown>): Promise<SecretsError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof SecretsError)) throw new Error('not a SecretsError', { cause: error })
  expect(shows(everythingIn(error))).toBe(false)
  return error
}

/** Only its code. */
export async function codeOf(call: Promise<unknown>): Promise<SecretsErrorCode> {
  return (await failureOf(call)).code
}
