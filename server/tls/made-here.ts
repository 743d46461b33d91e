import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  X509Certificate,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { BlockList, isIPv6 } from 'node:net'
import { authorityCertificate, isInScope, serverCertificate, type Issuer } from './certificate.ts'
import type { MachineNames } from './machine-names.ts'

/** An authority of this machine's own. Its key, in PEM, is a secret. */
export interface Authority {
  readonly certificate: string
  readonly key: string
}

/** A certificate for this machine, followed by its authority's. The key, in PEM, is a secret. */
export interface MadeCertificate {
  readonly chain: string
  readonly key: string
}

const DAY = 24 * 60 * 60_000
/** Clocks differ. */
const EARLIER = DAY
/** Apple's systems take none that is valid for longer. */
const SERVER_DAYS = 825
const AUTHORITY_DAYS = 3650

/** Networks whose addresses nobody owns: the authority may vouch for any of them, since they change. */
const PRIVATE = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
]

export function makeAuthority({ names, addresses }: MachineNames, now = Date.now()): Authority {
  const self = issuerOf(newKey(), `Berth on ${names[0] ?? 'localhost'}`)
  const scope = { names, networks: [...PRIVATE, ...publicAmong(addresses)] }
  return {
    certificate: authorityCertificate(self, lasting(AUTHORITY_DAYS, now), scope),
    key: asPem(self.privateKey),
  }
}

/** @param now milliseconds since 1970 */
export function makeCertificate(
  authority: Authority,
  { names, addresses }: MachineNames,
  now = Date.now(),
): MadeCertificate {
  const privateKey = newKey()
  const { subject: name } = new X509Certificate(authority.certificate)
  const issuer = issuerOf(createPrivateKey(authority.key), name.replace(/^CN=/, ''))
  const subject = { commonName: names[0] ?? 'localhost', publicKey: createPublicKey(privateKey) }
  const validity = lasting(SERVER_DAYS, now)
  const certificate = serverCertificate(subject, issuer, validity, [...names, ...addresses])
  return { chain: `${certificate}${authority.certificate}`, key: asPem(privateKey) }
}

/** Whether an authority may, and for long enough, sign a certificate for this machine. */
export function vouchesFor(
  { certificate }: Pick<Authority, 'certificate'>,
  { names, addresses }: MachineNames,
  now = Date.now(),
): boolean {
  const authority = new X509Certificate(certificate)
  if (authority.validToDate.getTime() < now + SERVER_DAYS * DAY) return false
  return [...names, ...publicAmong(addresses)].every((one) => isInScope(authority, one))
}

/** Each as a network of its own. */
function publicAmong(addresses: readonly string[]): readonly string[] {
  const owned = new BlockList()
  for (const network of PRIVATE) {
    const [address = '', length] = network.split('/')
    owned.addSubnet(address, Number(length), isIPv6(address) ? 'ipv6' : 'ipv4')
  }
  return addresses
    .filter((address) => !owned.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'))
    .map((address) => `${address}/${isIPv6(address) ? 128 : 32}`)
}

function lasting(days: number, now: number) {
  return { from: new Date(now - EARLIER), until: new Date(now - EARLIER + days * DAY) }
}

const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey

function issuerOf(privateKey: KeyObject, commonName: string): Issuer {
  return { commonName, privateKey, publicKey: createPublicKey(privateKey) }
}

const asPem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()
