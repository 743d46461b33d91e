import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig, type Origin } from '../../server/config/load.ts'
import type { Config } from '../../server/config/config.ts'
import type { SettingKey } from '../../server/control/settings-contract.ts'
import type { RunningSettings } from '../../server/control/host.ts'
import { openSettings } from '../../server/settings/settings.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'

const cleanUp = cleanUpAfterAll()

interface Given {
  readonly text?: string
  readonly own?: boolean
  readonly env?: NodeJS.ProcessEnv
  readonly overrides?: Origin['overrides']
}

interface Opened {
  readonly file: string
  readonly settings: RunningSettings
  readonly read: () => Promise<string>
  /** What listeners were told. */
  readonly told: Config[]
  readonly value: (key: SettingKey) => string | undefined
}

async function open({ text, own = false, env = {}, overrides = {} }: Given): Promise<Opened> {
  const { path } = cleanUp.use(await temporaryFolder('settings'))
  const file = join(path, 'below', 'config.yml')
  if (text !== undefined) {
    await mkdir(dirname(file))
    await writeFile(file, text)
  }
  const origin = { file, own, env: { HOME: path, ...env }, overrides, platform: 'linux' } as const
  const settings = openSettings(origin, loadConfig(origin))
  const told: Config[] = []
  settings.onChange((config) => told.push(config))
  const value = (key: SettingKey) => setting(settings, key)?.value
  return { file, settings, read: () => readFile(file, 'utf8'), told, value }
}

const setting = (settings: RunningSettings, key: SettingKey) =>
  settings.list().settings.find((one) => one.key === key)

const FILE = `# our registry
version: 0.1
# on the big disk
storage:
  filesystem: {rootdirectory: /srv/images}
  delete:
    enabled: true
http:
  addr: localhost:5000 # as ever
`

describe('a change', () => {
  test('reaches the file, whose comments stay, and who listens', async () => {
    const { settings, read, told, value } = await open({ text: FILE })
    await settings.change([
      { key: 'storage.delete.enabled', value: 'false' },
      { key: 'log.level', value: 'debug' },
    ])
    expect(await read()).toBe(
      `${FILE.replace('enabled: true', 'enabled: false').replace('{root', '{ root').replace('images}', 'images }')}log:\n  level: debug\n`,
    )
    expect(told).toMatchObject([{ log: { level: 'debug' }, storage: { deleteEnabled: false } }])
    expect(value('storage.delete.enabled')).toBe('false')
  })

  test('makes the file and its folder, which no other user may read', async () => {
    const { settings, file, read } = await open({ own: true })
    await settings.change([{ key: 'http.addr', value: 'localhost:5001' }])
    expect(await read()).toContain('version: 0.1\nhttp:\n  addr: localhost:5001\n')
    expect((await stat(file)).mode & 0o77).toBe(0)
  })

  test('back to the default leaves nothing of it in the file', async () => {
    const { settings, read, value } = await open({ text: FILE })
    await settings.change([{ key: 'http.addr' }])
    expect(await read()).not.toContain('http')
    expect(value('http.addr')).toBe('localhost:5000')
  })

  test('keeps what somebody else has written meanwhile', async () => {
    const { settings, file, read } = await open({ text: FILE })
    await writeFile(file, `${FILE}catalog: { maxentries: 7 }\n`)
    await settings.change([{ key: 'log.level', value: 'warn' }])
    expect(await read()).toContain('maxentries: 7')
  })

  test('that counts after a restart says what is in use until then', async () => {
    const { settings } = await open({ text: FILE })
    await settings.change([{ key: 'http.addr', value: 'localhost:5001' }])
    const changed = setting(settings, 'http.addr')
    expect(changed).toMatchObject({ value: 'localhost:5001', inUse: 'localhost:5000' })
    await settings.change([{ key: 'http.addr', value: 'localhost:5000' }])
    expect(setting(settings, 'http.addr')).not.toHaveProperty('inUse')
  })
})

describe('is refused, and nothing is written,', () => {
  test.each<[string, SettingKey, string, RegExp]>([
    ['an address that is none', 'http.addr', 'localhost', /host:port/],
    ['a time without a unit', 'http.draintimeout', '10', /10s for seconds/],
    ['no level', 'log.level', 'loud', /allowed: error, warn/],
    [
      'a folder that is not named in full',
      'storage.filesystem.rootdirectory',
      'images',
      /whole path/,
    ],
    ['the network without a login', 'http.addr', ':5000', /auth\.htpasswd/],
    ['a console for all without a login', 'console.addr', '0.0.0.0:80', /auth\.htpasswd/],
  ])('%s', async (_what, key, value, message) => {
    const { settings, file, read, told } = await open({ text: FILE })
    const change = settings.change([
      { key: 'log.accesslog.disabled', value: 'true' },
      { key, value },
    ])
    await expect(change).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      field: key,
      message: expect.stringMatching(message),
    })
    expect(await read()).toBe(FILE)
    expect(await readdir(dirname(file))).toEqual(['config.yml'])
    expect(told).toEqual([])
  })

  test.each<[string, Given, SettingKey, string]>([
    ['an option', { overrides: { port: '5005' } }, 'http.addr', '--port'],
    ['another option', { overrides: { addr: 'localhost:1' } }, 'http.addr', '--addr'],
    ['a folder', { overrides: { dataFolder: '/x' } }, 'storage.filesystem.rootdirectory', '--data'],
    ['a variable', { env: { REGISTRY_LOG_LEVEL: 'warn' } }, 'log.level', 'REGISTRY_LOG_LEVEL'],
    ['a wide one', { env: { REGISTRY_LOG: '{level: warn}' } }, 'log.level', 'REGISTRY_LOG'],
  ])('what %s has set already', async (_what, given, key, source) => {
    const { settings } = await open({ text: FILE, ...given })
    expect(setting(settings, key)).toMatchObject({ fixedBy: source })
    await expect(settings.change([{ key, value: 'info' }])).rejects.toMatchObject({
      field: key,
      message: expect.stringContaining(source),
    })
  })

  test('a file that somebody has broken meanwhile', async () => {
    const { settings, file, read } = await open({ text: FILE })
    await writeFile(file, 'version: [')
    await expect(settings.change([{ key: 'log.level', value: 'warn' }])).rejects.toMatchObject({
      code: 'CONFLICT',
    })
    expect(await read()).toBe('version: [')
  })

  test('what stands where it cannot be changed alone', async () => {
    const text = 'version: 0.1\nstorage: filesystem\n'
    const { settings, read } = await open({ text })
    const change = settings.change([{ key: 'storage.delete.enabled', value: 'true' }])
    await expect(change).rejects.toMatchObject({ field: 'storage.delete.enabled' })
    expect(await read()).toBe(text)
  })
})

test.each(['storage.delete.enabled', 'storage.maintenance.gc.enabled'] as const)(
  'without a file %s is on; a file of Distribution’s leaves it off',
  async (key) => {
    expect((await open({ own: true })).value(key)).toBe('true')
    const own = await open({ own: true, text: 'version: 0.1\nlog: {level: warn}\n' })
    expect(own.value(key)).toBe('true')
    const given = await open({ text: 'version: 0.1\nstorage: {filesystem: {}}\n' })
    expect(given.value(key)).toBe('false')
  },
)

test('a registry in Azure has no folder to set', async () => {
  const azure = '{azure: {connectionstring: UseDevelopmentStorage=true, container: images}}'
  const { settings } = await open({ text: `version: 0.1\nstorage: ${azure}\n` })
  expect(setting(settings, 'storage.filesystem.rootdirectory')).toBeUndefined()
})

test('in a container that others may write to, space is not freed by itself', async () => {
  const text =
    'version: 0.1\nstorage: {azure: {connectionstring: UseDevelopmentStorage=true, container: images}}\n'
  const { value } = await open({ own: true, text })
  expect(value('storage.maintenance.gc.enabled')).toBe('false')
})
