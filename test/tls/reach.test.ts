import { X509Certificate } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../server/config/load.ts'
import type { HostReach } from '../../server/control/host.ts'
import { keepSecrets, type SecretsKeeper } from '../../server/secrets/secrets-keeper.ts'
import { openSettings } from '../../server/settings/settings.ts'
import { openReach } from '../../server/tls/reach.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { makeCertificate } from '../support/certificate.ts'
import { run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'

const cleanUp = cleanUpAfterAll()
const PASSPHRASE = 'a passphrase of the tests'
let machine = { names: ['quay', 'quay.local', 'localhost'], addresses: ['10.1.2.3', '::1'] }

interface Opened {
  readonly folder: string
  readonly reach: HostReach
  readonly secrets: SecretsKeeper
  readonly config: () => Promise<string>
  /** As after a start with what the file says. */
  readonly again: () => HostReach
}

async function open({
  users = true,
  canKeep = true,
  text = '',
  env = {},
}: {
  readonly users?: boolean
  readonly canKeep?: boolean
  readonly text?: string
  readonly env?: NodeJS.ProcessEnv
} = {}): Promise<Opened> {
  const { path: folder } = cleanUp.use(await temporaryFolder('reach'))
  const file = join(folder, 'config.yml')
  const htpasswd = join(folder, 'htpasswd')
  await writeHtpasswd(htpasswd, [ALICE])
  const auth = users ? `auth: {htpasswd: {realm: berth, path: ${htpasswd}}}\n` : ''
  await writeFile(file, `version: 0.1\n${auth}${text}`)
  const secrets = keepSecrets({
    folder,
    env: canKeep ? { BERTH_SECRETS_PASSPHRASE: PASSPHRASE } : {},
    scryptCost: { N: 16_384, r: 8, p: 1 },
    launchHelper: noKeychain,
  })
  const start = (): HostReach => {
    const origin = { file, own: true, env: { HOME: folder, ...env } }
    const loaded = loadConfig(origin)
    const settings = openSettings(origin, loaded)
    return openReach({ folder, settings, secrets, atStart: loaded.config, machine: () => machine })
  }
  return { folder, reach: start(), secrets, config: () => readFile(file, 'utf8'), again: start }
}

const noKeychain = (): never => {
  throw new Error('no keychain here')
}

const MADE_HERE = { port: 5000, tls: 'made-here' } as const

test('without users nothing is opened', async () => {
  const { reach, config } = await open({ users: false })
  const before = await config()
  expect(await reach.get()).toMatchObject({ isOpen: false, hasUsers: false, needsRestart: false })
  await expect(reach.open(MADE_HERE)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await config()).toBe(before)
})

test('is opened with a certificate made here, whose key is nowhere in clear', async () => {
  const { folder, reach, secrets, config, again } = await open()
  const opened = await reach.open(MADE_HERE)
  expect(opened).toMatchObject({
    isOpen: true,
    hosts: ['quay:5000', 'quay.local:5000', '10.1.2.3:5000'],
    needsRestart: true,
    certificate: { isMadeHere: true, missing: [] },
  })
  expect(await config()).toMatch(/addr: :5000\n/)
  for (const name of await readdir(folder)) {
    expect(await readFile(join(folder, name), 'latin1')).not.toContain('PRIVATE KEY')
  }
  const names = await (await secrets.open()).list()
  expect(names).toEqual(['tls/authority', expect.stringMatching(/^tls\/key-/)])
  expect(await again().get()).toMatchObject({ isOpen: true, needsRestart: false })
})

test('is renewed under the authority that others trust, for the names of now', async () => {
  const opened = await open()
  const first = await opened.reach.open(MADE_HERE)
  const running = opened.again()
  machine = { ...machine, addresses: ['10.9.9.9', '::1'] }
  expect((await running.get()).certificate?.missing).toEqual(['10.9.9.9'])
  const renewed = await running.renew()
  expect(renewed.certificate).toMatchObject({ missing: [], trust: first.certificate?.trust })
  expect(renewed.certificate?.file).not.toBe(first.certificate?.file)
  // What runs has the first one still; what is renewed before a restart is forgotten.
  const twice = await running.renew()
  const files = (await readdir(opened.folder)).filter((name) => name.startsWith('tls-'))
  expect(files.map((name) => join(opened.folder, name)).toSorted()).toEqual(
    [first.certificate?.file, twice.certificate?.file].toSorted(),
  )
})

test('is closed again', async () => {
  const opened = await open()
  await opened.reach.open(MADE_HERE)
  expect(await opened.again().close()).toMatchObject({ isOpen: false, needsRestart: true })
  expect(await opened.config()).toMatch(/addr: localhost:5000/)
  expect(await opened.config()).not.toContain('tls')
})

test('takes own files, and only such as belong together', async () => {
  const { folder, reach, config } = await open()
  const { certificate, key } = await makeCertificate(folder)
  const own = { port: 5443, tls: 'own' } as const
  const refused = (files: object, why: object) =>
    expect(reach.open({ ...own, ...files })).rejects.toMatchObject(why)
  await refused({}, { code: 'INVALID_INPUT', field: 'certificate' })
  await refused({ certificate: join(folder, 'none') }, { field: 'certificate' })
  await refused({ certificate: key, key }, { field: 'certificate' })
  await refused({ certificate, key: certificate }, { field: 'key' })
  const { path: other } = cleanUp.use(await temporaryFolder('other'))
  const { key: wrong } = await makeCertificate(other)
  await refused({ certificate, key: wrong }, { field: 'key' })
  expect(await reach.open({ ...own, certificate, key })).toMatchObject({
    isOpen: true,
    certificate: { isMadeHere: false, names: expect.arrayContaining(['registry.example.com']) },
  })
  expect(await config()).toContain(`key: ${key}`)
  await expect(reach.renew()).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('makes none where its key could not be kept', async () => {
  const { folder, reach } = await open({ canKeep: false })
  expect((await reach.get()).cannotMake).toMatch(/until Berth stops/)
  await expect(reach.open(MADE_HERE)).rejects.toThrow(/until Berth stops/)
  expect((await readdir(folder)).filter((name) => name.startsWith('tls-'))).toEqual([])
})

test('leaves TLS to a proxy that is named', async () => {
  const { reach } = await open({ text: 'http: {host: "https://registry.example.com"}\n' })
  const opened = await reach.open({ port: 5000, tls: 'proxy' })
  expect(opened).toMatchObject({ isOpen: true, isBehindProxy: true })
})

test.each(['', 'http: {host: "http://registry.example.com"}\n'])(
  'is not opened without TLS: %j',
  async (text) => {
    const { reach } = await open({ text })
    const opened = reach.open({ port: 5000, tls: 'proxy' })
    await expect(opened).rejects.toMatchObject({ code: 'CONFLICT' })
  },
)

test('says what precedes the file', async () => {
  const { reach } = await open({ env: { REGISTRY_HTTP_ADDR: 'localhost:5000' } })
  expect((await reach.get()).fixedBy).toBe('REGISTRY_HTTP_ADDR')
  await expect(reach.open(MADE_HERE)).rejects.toThrow(/REGISTRY_HTTP_ADDR/)
})

test('the certificate that is shown to be trusted is the one that signed it', async () => {
  const { reach } = await open()
  const { certificate } = await reach.open(MADE_HERE)
  const { path } = cleanUp.use(await temporaryFolder('trust'))
  await writeFile(join(path, 'ca.crt'), certificate?.trust ?? '')
  const said = await run('openssl', [
    'verify',
    '-CAfile',
    join(path, 'ca.crt'),
    certificate?.file ?? '',
  ])
  expect(said).toContain('OK')
  expect(new X509Certificate(certificate?.trust ?? '').ca).toBe(true)
})
