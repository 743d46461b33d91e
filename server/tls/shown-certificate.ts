import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import type { TlsConfig } from '../config/config.ts'
import type { ReachCertificate } from '../control/reach-contract.ts'

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/** @param names of this machine. @returns undefined where the file cannot be read */
export async function showCertificate(
  { certificate: file, keySecret }: TlsConfig,
  names: readonly string[],
): Promise<ReachCertificate | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  const chain =
    text === undefined ? [] : (text.match(PEM) ?? []).map((pem) => new X509Certificate(pem))
  const [leaf] = chain
  if (!leaf) return undefined
  const root = chain.at(-1)
  const isRooted = root !== undefined && root.subject === root.issuer
  return {
    isMadeHere: keySecret !== undefined,
    file,
    names: namesOf(leaf),
    expiresAt: leaf.validToDate.getTime(),
    missing: names.filter((name) => !covers(leaf, name)),
    ...(isRooted && { trust: root.toString() }),
  }
}

/** Whether a certificate is for this name or address. */
function covers(certificate: X509Certificate, name: string): boolean {
  return (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined
}

/** `DNS:berth, IP Address:10.0.0.1` */
function namesOf({ subjectAltName = '' }: X509Certificate): readonly string[] {
  return subjectAltName
    .split(', ')
    .map((entry) => entry.slice(entry.indexOf(':') + 1))
    .filter((name) => name !== '')
}
