import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { SecureContextOptions } from 'node:tls'
import type { TlsConfig } from '../config/config.ts'
import type { SecretsKeeper } from '../secrets/secrets-keeper.ts'

/** What a server with TLS needs. */
export interface Tls {
  readonly options: SecureContextOptions & { readonly requestCert?: boolean }
  /** When its certificate ends, in milliseconds since 1970. */
  readonly expiresAt: number
}

/** @throws Error that says which file or secret is missing, and what to do */
export async function readTls(tls: TlsConfig, secrets: SecretsKeeper | undefined): Promise<Tls> {
  const { certificate, clientCas, minimumTls } = tls
  const [cert = Buffer.alloc(0), ...ca] = await Promise.all(
    [certificate, ...clientCas].map((file) => readFile(file)),
  )
  const base = { cert, key: await keyOf(tls, secrets), minVersion: minimumTls }
  const options = ca.length > 0 ? { ...base, ca, requestCert: true } : base
  return { options, expiresAt: endOf(cert) }
}

async function keyOf(
  { key, keySecret = '' }: TlsConfig,
  secrets: SecretsKeeper | undefined,
): Promise<Buffer | string> {
  if (key !== undefined) return await readFile(key)
  const store = await secrets?.open()
  const kept = await store?.get(keySecret)
  if (kept !== undefined) return kept
  const why = store?.state.notices[0]?.reason
  const advice = `make a new certificate, set http.tls.key, or take http.tls out and http.addr back to localhost:5000`
  throw new Error(
    `http.tls.keysecret: the key ${keySecret} is not among the secrets of this machine${why ? ` (${why})` : ''}; ${advice}`,
  )
}

/** What cannot be read here is refused by whoever serves with it. */
function endOf(certificate: Buffer): number {
  try {
    return new X509Certificate(certificate).validToDate.getTime()
  } catch {
    return Number.MAX_SAFE_INTEGER
  }
}
