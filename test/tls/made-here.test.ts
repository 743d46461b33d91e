import { X509Certificate } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeAuthority, makeCertificate, vouchesFor } from '../../server/tls/made-here.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { attempt, run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { listening } from '../support/listening.ts'

const cleanUp = cleanUpAfterAll()
const MACHINE = {
  names: ['berth', 'berth.local', 'localhost'],
  addresses: ['203.0.113.7', 'fd00::1:2', '127.0.0.1', '::1'],
}
const authority = makeAuthority(MACHINE)
const made = makeCertificate(authority, MACHINE)

async function fileWith(text: string): Promise<string> {
  const { path } = cleanUp.use(await temporaryFolder('tls'))
  await writeFile(join(path, 'file.pem'), text)
  return join(path, 'file.pem')
}

test.each([
  ['berth.local', ['-verify_hostname', 'berth.local']],
  ['localhost', ['-verify_hostname', 'localhost']],
  ['an address', ['-verify_ip', '203.0.113.7']],
  ['an address of version 6', ['-verify_ip', 'fd00::1:2']],
  ['loopback of version 6', ['-verify_ip', '::1']],
])('openssl takes it for %s', async (_name, options) => {
  const ca = await fileWith(authority.certificate)
  const strict = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', ca]
  const said = await run('openssl', [...strict, ...options, await fileWith(made.chain)])
  expect(said).toContain('OK')
})

test('openssl refuses it for another name', async () => {
  const ca = await fileWith(authority.certificate)
  const options = ['verify', '-CAfile', ca, '-verify_hostname', 'example.com']
  expect((await attempt('openssl', [...options, await fileWith(made.chain)])).code).not.toBe(0)
})

test.each([
  ['a name of somebody else', { names: ['example.com'], addresses: ['127.0.0.1'] }],
  ['an address of somebody else', { names: ['localhost'], addresses: ['198.51.100.1'] }],
])('the authority cannot vouch for %s', async (_what, machine) => {
  const ca = await fileWith(authority.certificate)
  const other = await fileWith(makeCertificate({ ...authority }, machine).chain)
  const { code, stderr, stdout } = await attempt('openssl', ['verify', '-CAfile', ca, other])
  expect(code).not.toBe(0)
  expect(stderr + stdout).toMatch(/permitted subtree violation/)
})

test('it is what it should be', async () => {
  const leaf = new X509Certificate(made.chain)
  const ca = new X509Certificate(authority.certificate)
  const days = (leaf.validToDate.getTime() - leaf.validFromDate.getTime()) / 86_400_000
  expect(days).toBeLessThanOrEqual(825)
  expect(leaf.ca).toBe(false)
  expect(ca.ca).toBe(true)
  expect(leaf.checkIssued(ca)).toBe(true)
  expect(leaf.verify(ca.publicKey)).toBe(true)
  expect(leaf.subjectAltName).toBe(
    'DNS:berth, DNS:berth.local, DNS:localhost, IP Address:203.0.113.7, IP Address:FD00:0:0:0:0:0:1:2, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
  )
  const stdout = await run('openssl', [
    'x509',
    '-noout',
    '-text',
    '-in',
    await fileWith(authority.certificate),
  ])
  expect(stdout).toContain('IP:172.16.0.0/255.240.0.0')
  expect(stdout).toContain('CA:TRUE, pathlen:0')
})

test('a renewed one is taken by who trusts the authority', async () => {
  const again = makeCertificate(authority, { ...MACHINE, addresses: ['10.1.2.3'] })
  const ca = await fileWith(authority.certificate)
  const options = ['-CAfile', ca, '-verify_ip', '10.1.2.3']
  expect(await run('openssl', ['verify', ...options, await fileWith(again.chain)])).toContain('OK')
})

test.each([
  ['the same machine', MACHINE, true],
  ['another private address', { ...MACHINE, addresses: ['192.168.7.7', 'fd12::1'] }, true],
  ['another name', { ...MACHINE, names: ['quay', 'localhost'] }, false],
  ['another public address', { ...MACHINE, addresses: ['198.51.100.1'] }, false],
])('the authority is kept for %s: %s', (_what, machine, kept) => {
  expect(vouchesFor(authority, machine)).toBe(kept)
})

test('an authority that ends before its certificate would is not kept', () => {
  expect(vouchesFor(authority, MACHINE, Date.now() + 9 * 365 * 86_400_000)).toBe(false)
})

test('a year beyond 2049 is written as it should be', async () => {
  const late = makeAuthority(MACHINE, Date.UTC(2045, 0, 1))
  expect(new X509Certificate(late.certificate).validToDate.getUTCFullYear()).toBe(2054)
})

test('curl reaches a server that has it', async () => {
  const server = createServer({ cert: made.chain, key: made.key }, (_request, response) =>
    response.end('here'),
  )
  const { port } = cleanUp.use(await listening(server))
  const ca = await fileWith(authority.certificate)
  const stdout = await run('curl', [
    '-sS',
    '--noproxy',
    '*',
    '--cacert',
    ca,
    `https://localhost:${port}/`,
  ])
  expect(stdout).toBe('here')
})
