import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Secrets } from '../secrets/secrets.ts'
import type { MachineNames } from './machine-names.ts'
import { makeAuthority, makeCertificate, vouchesFor, type Authority } from './made-here.ts'

/** Where a certificate that was made here lies. Both parts have one name, so that no key is ever used with another's certificate. */
export interface KeptCertificate {
  readonly certificate: string
  /** Name of the secret. */
  readonly keySecret: string
}

const AUTHORITY = 'tls/authority'

/**
 * Makes a certificate for this machine, by the authority that others may trust already.
 *
 * @param folder for the certificate; its key and the authority's are kept as secrets
 */
export async function keepNewCertificate(
  folder: string,
  secrets: Secrets,
  machine: MachineNames,
): Promise<KeptCertificate> {
  const authority =
    (await knownAuthority(secrets, machine)) ?? (await newAuthority(secrets, machine))
  const { chain, key } = makeCertificate(authority, machine)
  const id = randomBytes(4).toString('hex')
  const kept = { certificate: join(folder, `tls-${id}.crt`), keySecret: `tls/key-${id}` }
  await secrets.set(kept.keySecret, key)
  await mkdir(dirname(kept.certificate), { recursive: true })
  await writeFile(kept.certificate, chain, { flush: true })
  return kept
}

/** What is in use nowhere any more. What cannot be removed does no harm. */
export async function forgetCertificate(
  { certificate, keySecret }: KeptCertificate,
  secrets: Secrets,
): Promise<void> {
  await rm(certificate, { force: true }).catch(() => undefined)
  await secrets.delete(keySecret).catch(() => undefined)
}

/** Undefined where there is none, or it cannot sign for this machine as it is now. */
async function knownAuthority(
  secrets: Secrets,
  machine: MachineNames,
): Promise<Authority | undefined> {
  const text = await secrets.get(AUTHORITY)
  if (text === undefined) return undefined
  const { certificate, key } = JSON.parse(text) as Authority
  return vouchesFor({ certificate }, machine) ? { certificate, key } : undefined
}

async function newAuthority(secrets: Secrets, machine: MachineNames): Promise<Authority> {
  const authority = makeAuthority(machine)
  await secrets.set(AUTHORITY, JSON.stringify(authority))
  return authority
}
