import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { beforeAll, expect, test } from 'vitest'
import serverConfig from '../../build/vite.server.config.ts'
import type { SecretsState } from '../../server/secrets/secrets-state.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { describeWith } from '../support/tools.ts'
import { startSession } from './keyring-session.ts'
import type { KeyringSession } from './keyring-session.ts'

const CHECKOUT = join(import.meta.dirname, '../..')
const SECRETS = join(CHECKOUT, 'server/secrets')

/** Secrets as the server's build has them, in a folder that has no packages. */
async function buildIn(folder: string): Promise<void> {
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  const input = {
    secrets: join(SECRETS, 'secrets.ts'),
    'keychain-child': join(SECRETS, 'keychain-child.ts'),
  }
  await build({
    ...serverConfig,
    configFile: false,
    logLevel: 'error',
    build: {
      ...serverConfig.build,
      outDir: join(folder, 'dist'),
      rollupOptions: { ...serverConfig.build?.rollupOptions, input },
    },
  })
}

/** Installs keytar there, with its library for this machine changed. */
async function installKeytar(folder: string, change = (library: Buffer) => library): Promise<void> {
  const to = join(folder, 'node_modules/keytar')
  await cp(join(CHECKOUT, 'node_modules/keytar'), to, { recursive: true })
  const library = join(to, `prebuilds/${process.platform}-${process.arch}/keytar.node`)
  await writeFile(library, change(await readFile(library)))
}

/** It then asks the system for a libsecret that no machine has. */
function withoutLibsecret(library: Buffer): Buffer {
  const text = library.toString('latin1')
  return Buffer.from(text.replaceAll('libsecret-1.so', 'libsecret-0.so'), 'latin1')
}

async function stateOf(folder: string, session: KeyringSession): Promise<SecretsState> {
  const script = `const { openSecrets } = await import('./dist/secrets.js')
    const { state } = await openSecrets({ folder: '.', env: process.env, patience: 60_000 })
    console.log(JSON.stringify(state))`
  const args = ['--input-type=module', '--eval', script]
  return JSON.parse(await run(process.execPath, args, { cwd: folder, env: session.env }))
}

describeWith(['keyring'], 'a build of the server', () => {
  const stack = cleanUpAfterAll()
  let session: KeyringSession
  let folder: string
  beforeAll(async () => {
    session = stack.use(await startSession())
    folder = stack.use(await temporaryFolder('build')).path
    await buildIn(folder)
  })

  test('does without keytar where it is not installed', async () => {
    const { kind, notices } = await stateOf(folder, session)
    expect(kind).toBe('memory')
    expect(notices[0]).toMatchObject({ code: 'KEYCHAIN_ABSENT' })
    expect(notices[0]?.reason).toContain('without keytar')
  })

  test('says that libsecret is missing', async () => {
    await installKeytar(folder, withoutLibsecret)
    const { kind, notices } = await stateOf(folder, session)
    expect(kind).toBe('memory')
    expect(notices[0]).toMatchObject({ code: 'KEYCHAIN_ABSENT' })
    expect(notices[0]?.reason).toContain('libsecret')
    expect(notices[0]?.remedy).toContain('libsecret-1-0')
  })

  test('finds keytar where it is installed', async () => {
    await installKeytar(folder)
    expect(await stateOf(folder, session)).toMatchObject({ kind: 'keychain', notices: [] })
  })
})
