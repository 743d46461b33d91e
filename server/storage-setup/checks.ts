import type { CredentialCheck, StorageTest } from '../control/storage-contract.ts'
import type { Container } from './kept-logins.ts'

/** How credentials did when they were last tried. */
export interface Checks {
  note(where: Container, outcome: Outcome): void
  of(where: Container): CredentialCheck | undefined
}

type Outcome = Pick<StorageTest, 'works'> & { readonly message?: string }

export function createChecks(): Checks {
  const checks = new Map<string, CredentialCheck>()
  return {
    note(where, { works, message }) {
      const check = { at: Date.now(), works, ...(message !== undefined && { reason: message }) }
      checks.set(nameOf(where), check)
    },
    of: (where) => checks.get(nameOf(where)),
  }
}

const nameOf = ({ accountName, container }: Container): string => `${accountName}/${container}`
