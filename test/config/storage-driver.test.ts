import { describe, expect, test } from 'vitest'
import { azureYaml, enough, sasToken } from './azure-settings.ts'
import { load } from './loading.ts'

const { accountkey: _, ...account } = enough
const sas = { ...account, sastoken: sasToken }
const login = { ...account, credentials: { type: 'default_credentials' } }
const emulator = { ...enough, serviceurl: 'http://127.0.0.1:10000/account' }

describe('in memory', () => {
  const gone = 'images are kept in memory only and are gone when Berth stops'

  test.each(['storage: inmemory', 'storage: {inmemory: }', 'storage: {inmemory: {}}'])(
    '%s',
    (yaml) => {
      const { config, warnings } = load({ yaml })
      expect(config.storage.driver).toEqual({ kind: 'inmemory' })
      expect(warnings).toEqual([`config.yml:2: storage.inmemory: ${gone}`])
    },
  )

  test('by a variable', () => {
    const { config, warnings } = load({ env: { REGISTRY_STORAGE: 'inmemory' } })
    expect(config.storage.driver).toEqual({ kind: 'inmemory' })
    expect(warnings).toEqual([`REGISTRY_STORAGE: storage.inmemory: ${gone}`])
  })

  test('there is nothing to set', () => {
    expect(load({ yaml: 'storage: {inmemory: {size: 5}}' }).warnings).toContain(
      'config.yml:2: storage.inmemory.size: unknown key',
    )
  })
})

describe('redirects', () => {
  const cannot =
    'storage.redirect.disable: a SAS cannot sign links for clients, so Berth serves blobs itself'

  test.each<[object, boolean | undefined, boolean, ...string[]]>([
    [enough, undefined, true],
    [enough, false, true],
    [enough, true, false],
    [login, undefined, true],
    [login, true, false],
    [emulator, undefined, false],
    [emulator, false, true],
    [emulator, true, false],
    [sas, undefined, false],
    [sas, true, false],
    [sas, false, false, `config.yml:8: ${cannot}`],
  ])('%j with disable: %j', (keys, disable, expected, ...warnings) => {
    const redirect = disable === undefined ? {} : { redirect: { disable } }
    const loaded = load({ yaml: azureYaml(keys, redirect) })
    expect(loaded.config.storage.redirect).toBe(expected)
    expect(loaded.warnings).toEqual(warnings)
  })

  test.each(['filesystem', 'inmemory'])('none with %s, and a word if asked for', (driver) => {
    const where = 'config.yml:4: storage.redirect.disable'
    const yaml = (disable: boolean) =>
      `storage:\n  ${driver}: {}\n  redirect: {disable: ${disable}}`
    expect(load({ yaml: yaml(false) }).config.storage.redirect).toBe(false)
    expect(load({ yaml: yaml(false) }).warnings).toContain(
      `${where}: the ${driver} driver serves blobs itself`,
    )
    expect(load({ yaml: yaml(true) }).warnings.filter((text) => text.includes(where))).toEqual([])
  })
})

describe('the health of storage', () => {
  test.each([
    ['storage: filesystem', false],
    ['storage: inmemory', false],
    [azureYaml(enough), true],
    [`${azureYaml(enough)}health: {storagedriver: {enabled: false}}`, false],
    ['storage: filesystem\nhealth: {storagedriver: {enabled: true}}', true],
    ['storage: filesystem\nhealth: {storagedriver: {interval: 1s}}', false],
  ])('%s', (yaml, enabled) => {
    expect(load({ yaml }).config.health.storageDriver.enabled).toBe(enabled)
  })
})
