import { createHash, randomBytes, sign, type KeyObject, type X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { addressBytes } from './address-bytes.ts'
import * as der from './der.ts'

/** What a certificate says of whom it is for (RFC 5280). */
export interface Subject {
  /** Shown by whoever lists certificates. */
  readonly commonName: string
  readonly publicKey: KeyObject
}

/** Who signs. */
export interface Issuer extends Subject {
  /** On the curve P-256. */
  readonly privateKey: KeyObject
}

export interface Validity {
  readonly from: Date
  readonly until: Date
}

/** Names and addresses that an authority may vouch for. */
export interface Scope {
  readonly names: readonly string[]
  /** In CIDR notation, such as `10.0.0.0/8`. */
  readonly networks: readonly string[]
}

/** A certificate of an authority that signs itself, in PEM; it vouches for `scope` alone. */
export function authorityCertificate(self: Issuer, validity: Validity, scope: Scope): string {
  return issue(self, self, validity, [
    extension('2.5.29.19', der.sequence(der.yes, der.integer(Buffer.from([0]))), true),
    // keyCertSign and cRLSign.
    extension('2.5.29.15', der.bits(Buffer.from([0b0000_0110]), 1), true),
    extension('2.5.29.30', nameConstraints(scope), true),
    extension('2.5.29.14', der.octets(keyId(self))),
  ])
}

/** A certificate for a server under these names and addresses, in PEM. */
export function serverCertificate(
  subject: Subject,
  issuer: Issuer,
  validity: Validity,
  names: readonly string[],
): string {
  const authority = der.sequence(der.field(0, keyId(issuer)))
  return issue(subject, issuer, validity, [
    extension('2.5.29.19', der.sequence(), true),
    // digitalSignature.
    extension('2.5.29.15', der.bits(Buffer.from([0b1000_0000]), 7), true),
    // serverAuth.
    extension('2.5.29.37', der.sequence(der.object('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', der.sequence(...names.map(generalName))),
    extension('2.5.29.14', der.octets(keyId(subject))),
    extension('2.5.29.35', authority),
  ])
}

const ECDSA_WITH_SHA256 = der.sequence(der.object('1.2.840.10045.4.3.2'))

function issue(
  subject: Subject,
  issuer: Issuer,
  { from, until }: Validity,
  extensions: readonly der.Der[],
): string {
  const content = der.sequence(
    // Version 3.
    der.tagged(0, der.integer(Buffer.from([2]))),
    der.integer(randomBytes(16)),
    ECDSA_WITH_SHA256,
    nameOf(issuer),
    der.sequence(der.time(from), der.time(until)),
    nameOf(subject),
    spki(subject),
    der.tagged(3, der.sequence(...extensions)),
  )
  const signature = sign('sha256', content, issuer.privateKey)
  return pem(der.sequence(content, ECDSA_WITH_SHA256, der.bits(signature)))
}

function nameOf({ commonName }: Subject): der.Der {
  const attribute = der.sequence(der.object('2.5.4.3'), der.utf8(commonName))
  return der.sequence(der.setOf(attribute))
}

function extension(id: string, value: der.Der, isCritical = false): der.Der {
  return der.sequence(der.object(id), ...(isCritical ? [der.yes] : []), der.octets(value))
}

/** Whether an authority's certificate, which is of ours, names this name or network in its scope. */
export function isInScope(certificate: X509Certificate, nameOrNetwork: string): boolean {
  return certificate.raw.includes(der.sequence(base(nameOrNetwork)))
}

/** RFC 5280 §4.2.1.6: 2 is a DNS name, 7 an address. */
function generalName(name: string): der.Der {
  return isIP(name) ? der.field(7, addressBytes(name)) : der.field(2, Buffer.from(name))
}

/** RFC 5280 §4.2.1.10: an address is followed by its mask. */
function nameConstraints({ names, networks }: Scope): der.Der {
  const bases = [...names, ...networks].map((one) => der.sequence(base(one)))
  return der.sequence(der.tagged(0, ...bases))
}

const base = (nameOrNetwork: string): der.Der =>
  nameOrNetwork.includes('/') ? der.field(7, withMask(nameOrNetwork)) : generalName(nameOrNetwork)

function withMask(network: string): Buffer {
  const [address = '', length = '0'] = network.split('/')
  const bytes = addressBytes(address)
  const mask = bytes.map(
    (_, at) => 256 - 2 ** (8 - Math.min(8, Math.max(0, Number(length) - at * 8))),
  )
  return Buffer.concat([bytes, mask])
}

const spki = ({ publicKey }: Subject): Buffer => publicKey.export({ type: 'spki', format: 'der' })

const keyId = (subject: Subject): Buffer => createHash('sha1').update(spki(subject)).digest()

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
