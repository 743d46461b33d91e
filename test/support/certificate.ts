import { join } from 'node:path'
import { run } from './command.ts'

/** A name of the outside world, which only the certificate and requests in a test know. */
export const PUBLIC_NAME = 'registry.example.com'

const NAMES = `IP:127.0.0.1,DNS:localhost,DNS:${PUBLIC_NAME}`

/** Paths of a self-signed certificate for 127.0.0.1, localhost and the public name. */
export interface Certificate {
  readonly certificate: string
  readonly key: string
  /** A folder that clients take as `--cert-dir`: it holds the certificate as an authority. */
  readonly trustFolder: string
}

/** Makes a certificate in a folder that exists; needs `openssl`. */
export async function makeCertificate(folder: string): Promise<Certificate> {
  const certificate = join(folder, 'ca.crt')
  // Beside the certificate a `.key` would be taken for a client's, so the key is named otherwise.
  const key = join(folder, 'server-key.pem')
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2']
  const subject = ['-subj', '/CN=localhost', '-addext', `subjectAltName=${NAMES}`]
  await run('openssl', [...request, ...subject, '-keyout', key, '-out', certificate])
  return { certificate, key, trustFolder: folder }
}
