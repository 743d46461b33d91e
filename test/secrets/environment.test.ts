import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CANARY, codeOf, failureOf } from './canary.ts'
import { emptyFolder, opened } from './opened.ts'

/** A folder as Docker and Kubernetes mount one. */
async function mounted(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = await emptyFolder()
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

test.each([
  ['azure/store-1.key', 'BERTH_SECRET_AZURE_STORE_1_KEY'],
  ['remote:registry.example.com:5000', 'BERTH_SECRET_REMOTE_REGISTRY_EXAMPLE_COM_5000'],
])('%s comes from %s', async (name, variable) => {
  const secrets = await opened({ env: { [variable]: 'from outside' } })
  expect(await secrets.get(name)).toBe('from outside')
  expect(secrets.state.environment).toBe(true)
})

test.each([
  ['azure/store-1.key', 'azure_store-1.key', 'from outside'],
  ['token', 'token', 'from outside\n'],
  ['token', 'token', 'from outside\r\n'],
])('%s comes from the file %s', async (name, file, content) => {
  const secrets = await opened({ env: { BERTH_SECRETS_DIR: await mounted({ [file]: content }) } })
  expect(await secrets.get(name)).toBe('from outside')
  expect(secrets.state.environment).toBe(true)
})

test('only one line break at the end of a file is left out', async () => {
  const folder = await mounted({ key: 'begin\nend\n\n' })
  const secrets = await opened({ env: { BERTH_SECRETS_DIR: folder } })
  expect(await secrets.get('key')).toBe('begin\nend\n')
})

test('a variable wins over a file, both over what is stored, and each is read anew', async () => {
  const env: NodeJS.ProcessEnv = {}
  const secrets = await opened({ env })
  expect(secrets.state.environment).toBe(false)
  await secrets.set('token', 'stored')
  env['BERTH_SECRETS_DIR'] = await mounted({ token: 'file' })
  expect(await secrets.get('token')).toBe('file')
  env['BERTH_SECRET_TOKEN'] = 'variable'
  expect(await secrets.get('token')).toBe('variable')
  env['BERTH_SECRET_TOKEN'] = ''
  delete env['BERTH_SECRETS_DIR']
  expect(await secrets.get('token')).toBe('stored')
})

test.each([
  ['variable BERTH_SECRET_TOKEN', { BERTH_SECRET_TOKEN: CANARY }],
  ['file', { BERTH_SECRETS_DIR: '' }],
])('what a %s sets cannot be changed', async (source, env) => {
  const folder = await mounted({ token: CANARY })
  const secrets = await opened({
    env: 'BERTH_SECRETS_DIR' in env ? { BERTH_SECRETS_DIR: folder } : env,
  })
  const error = await failureOf(secrets.set('token', `${CANARY}!`))
  expect(error.code).toBe('READ_ONLY')
  expect(error.reason).toContain(`the ${source}`)
  expect(await codeOf(secrets.delete('token'))).toBe('READ_ONLY')
  expect(await secrets.get('token')).toBe(CANARY)
})

test('all names are listed, one that is set and stored as well only once', async () => {
  const folder = await mounted({ 'remote_a.key': 'x', '..data': 'x', 'Not a name': 'x', both: 'x' })
  const env: NodeJS.ProcessEnv = {}
  const secrets = await opened({ env })
  await secrets.set('azure/key', 'stored')
  await secrets.set('zone', 'stored')
  env['BERTH_SECRETS_DIR'] = folder
  env['BERTH_SECRET_AZURE_KEY'] = 'x'
  env['BERTH_SECRET_BOTH'] = 'x'
  env['BERTH_SECRET_UNSET'] = ''
  env['BERTH_SECRETS_PASSPHRASE'] = 'x'
  expect(await secrets.list()).toEqual(['azure/key', 'both', 'remote_a.key', 'zone'])
})

test.each([
  ['too long', 'x'.repeat(32_769)],
  ['not UTF-8', Buffer.concat([Buffer.from(CANARY), Buffer.from([0xff])])],
])('a file that is %s is an error, not an absent secret', async (_, content) => {
  const secrets = await opened({ env: { BERTH_SECRETS_DIR: await mounted({ token: content }) } })
  const error = await failureOf(secrets.get('token'))
  expect(error.code).toBe('MOUNT_UNREADABLE')
  expect(error.reason).toContain('token')
})

test('a folder in place of the file is an error', async () => {
  const folder = await emptyFolder()
  await mkdir(join(folder, 'token'))
  const secrets = await opened({ env: { BERTH_SECRETS_DIR: folder } })
  expect(await codeOf(secrets.get('token'))).toBe('MOUNT_UNREADABLE')
})

test.skipIf(process.platform === 'win32')('a pipe without a writer does not block', async () => {
  const folder = await emptyFolder()
  execFileSync('mkfifo', [join(folder, 'token')])
  const secrets = await opened({ env: { BERTH_SECRETS_DIR: folder } })
  expect(await codeOf(secrets.get('token'))).toBe('MOUNT_UNREADABLE')
})

test('a mount that is not there is told when secrets are opened', async () => {
  const folder = join(await emptyFolder(), 'none')
  const { state } = await opened({ env: { BERTH_SECRETS_DIR: folder } })
  expect(state.environment).toBe(false)
  expect(state.notices[0]).toMatchObject({ code: 'MOUNT_UNREADABLE' })
  expect(state.notices[0]?.reason).toContain(folder)
})
