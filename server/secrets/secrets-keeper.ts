import { openSecrets, type Secrets, type SecretsOptions } from './secrets.ts'

/** Secrets that are opened when they are first asked for; a keychain that does not answer holds up nothing else. */
export interface SecretsKeeper {
  open(): Promise<Secrets>
  close(): void
}

export function keepSecrets(options: SecretsOptions): SecretsKeeper {
  let opened: Promise<Secrets> | undefined
  return {
    open: () => (opened ??= openSecrets(options)),
    close: () => void opened?.then((secrets) => secrets.close()),
  }
}
