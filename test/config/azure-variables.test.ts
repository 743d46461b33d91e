import { describe, expect, test } from 'vitest'
import type { AzureConfig } from '../../server/config/azure-config.ts'
import {
  accountKey,
  azureOf,
  azureYaml,
  connectionString,
  enough,
  otherKey,
  sasToken,
} from './azure-settings.ts'
import type { Given } from './loading.ts'
import { imageFolder, load, problemsOf } from './loading.ts'

const NAME = 'AZURE_STORAGE_ACCOUNT_NAME'
const KEY = 'AZURE_STORAGE_ACCOUNT_KEY'
const CONTAINER = 'AZURE_STORAGE_CONTAINER'
const STRING = 'AZURE_STORAGE_CONNECTION_STRING'

const env = { [NAME]: 'account', [KEY]: accountKey, [CONTAINER]: 'images' }
const otherString = `AccountName=others;AccountKey=${otherKey}`

const azure = (yaml: string, variables: NodeJS.ProcessEnv = env) =>
  azureOf(load({ yaml, env: variables }).config)

describe('what storage.azure leaves open', () => {
  test('is filled', () => {
    const { config, warnings } = load({ yaml: 'storage: azure', env })
    expect(azureOf(config)).toEqual(azure(azureYaml(enough), {}))
    expect(warnings).toEqual([])
  })

  test('is filled where our own variables chose the driver', () => {
    const { config } = load({ env: { ...env, REGISTRY_STORAGE: 'azure' } })
    expect(azureOf(config)).toEqual(azure(azureYaml(enough), {}))
  })

  test('is filled by a connection string', () => {
    const variables = { [STRING]: connectionString, [CONTAINER]: 'images' }
    expect(azure('storage: {azure: }', variables)).toEqual(azure(azureYaml(enough), {}))
  })

  test('a connection string goes before a key of its own', () => {
    const variables = { ...env, [STRING]: connectionString, [KEY]: otherKey }
    expect(azure('storage: azure', variables)).toEqual(azure(azureYaml(enough), {}))
  })

  test('blanks around a value and empty variables do not count', () => {
    const variables = { ...env, [KEY]: `${accountKey}\n`, [CONTAINER]: ' images ', [STRING]: '' }
    expect(azure('storage: azure', variables)).toEqual(azure(azureYaml(enough), {}))
  })
})

describe('settings win', () => {
  test.each<[object, Partial<AzureConfig>]>([
    [{ container: 'mine' }, { container: 'mine' }],
    [
      { accountname: 'mine' },
      { accountName: 'mine', serviceUrl: new URL('https://mine.blob.core.windows.net') },
    ],
    [{ accountkey: otherKey }, { credential: { kind: 'shared-key', accountKey: otherKey } }],
    [{ sastoken: sasToken }, { credential: { kind: 'sas', token: sasToken } }],
    [{ credentials: { type: 'default_credentials' } }, { credential: { kind: 'default' } }],
    [{ credentials: { type: 'shared_key' } }, {}],
    [
      { connectionstring: otherString },
      {
        accountName: 'others',
        serviceUrl: new URL('https://others.blob.core.windows.net'),
        credential: { kind: 'shared-key', accountKey: otherKey },
      },
    ],
  ])('%j', (keys, expected) => {
    const usual = azure('storage: azure')
    expect(azure(azureYaml(keys))).toEqual({ ...usual, ...expected })
  })

  test.each([
    { sastoken: sasToken },
    { accountkey: otherKey },
    { connectionstring: connectionString },
    { credentials: { type: 'default_credentials' } },
  ])('%j over a connection string', (keys) => {
    const yaml = azureYaml({ ...keys, accountname: 'account', container: 'images' })
    expect(azure(yaml, { [STRING]: otherString, [KEY]: 'word' })).toEqual(azure(yaml, {}))
  })

  test('a service over the one in a connection string', () => {
    const string = `${otherString};BlobEndpoint=https://elsewhere.example.com`
    const yaml = azureYaml({ serviceurl: 'https://here.example.com', container: 'images' })
    expect(azure(yaml, { [STRING]: string }).serviceUrl.href).toBe('https://here.example.com/')
  })
})

describe('problems name the variable', () => {
  const start = 'storage: azure'

  test.each<[NodeJS.ProcessEnv, string]>([
    [
      { ...env, [CONTAINER]: 'My Images' },
      `${CONTAINER}: storage.azure.container: found "My Images", allowed: 3 to 63 lower-case letters, digits and single hyphens, with a letter or digit at both ends`,
    ],
    [
      { ...env, [NAME]: 'A' },
      `${NAME}: storage.azure.accountname: found "A", allowed: 3 to 24 lower-case letters and digits`,
    ],
    [
      { ...env, [KEY]: 'word' },
      `${KEY}: storage.azure.accountkey: not the key of a storage account, which is base64 with 88 characters in Azure`,
    ],
    [
      { ...env, [STRING]: 'word' },
      `${STRING}: storage.azure.connectionstring: not a connection string, which looks like AccountName=…;AccountKey=…`,
    ],
    [
      { ...env, [STRING]: otherString },
      `${NAME}: storage.azure.accountname: found "account", but storage.azure.connectionstring (${STRING}) is for "others"`,
    ],
  ])('%j', (variables, expected) => {
    expect(problemsOf(() => load({ yaml: start, env: variables }))).toEqual([expected])
  })
})

describe('where no driver is named', () => {
  test.each([
    [{ ...env }, NAME],
    [{ [CONTAINER]: 'images', [STRING]: connectionString }, STRING],
    [{ ...env, [STRING]: connectionString }, STRING],
  ])('%j chooses Azure, with a warning', (variables, account) => {
    for (const yaml of [undefined, '', 'storage:', 'storage: {delete: {enabled: true}}']) {
      const { config, warnings } = load({ env: variables, ...(yaml === undefined ? {} : { yaml }) })
      expect(azureOf(config)).toEqual(azure(azureYaml(enough), {}))
      expect(warnings).toEqual([
        `${CONTAINER}: images are kept in Azure, since this variable and ${account} are set and no ` +
          'storage driver is; to keep them elsewhere, name a driver in storage or a folder with --data',
      ])
    }
  })

  test.each<NodeJS.ProcessEnv>([
    { [CONTAINER]: 'images' },
    { [CONTAINER]: 'images', [KEY]: accountKey },
    { [NAME]: 'account', [KEY]: accountKey },
    { [STRING]: connectionString },
    { [STRING]: connectionString, [CONTAINER]: '' },
  ])('%j is not enough', (variables) => {
    const { config, warnings } = load({ env: variables })
    const bare = load({})
    expect({ config, warnings }).toEqual({ config: bare.config, warnings: bare.warnings })
  })

  test('the other sections stay', () => {
    const { config } = load({ yaml: 'storage: {maintenance: {readonly: {enabled: true}}}', env })
    expect(config.storage.readOnly).toBe(true)
  })

  test('a problem says why Azure is asked for', () => {
    const chosen = `${CONTAINER}: storage.azure: chosen by this variable, since no driver is named in storage and none by --data`
    const problems = problemsOf(() => load({ env: { ...env, [KEY]: '' } }))
    expect(problems).toEqual([
      expect.stringMatching(`^${CONTAINER}: storage.azure: no credential; `),
      chosen,
    ])
    expect(problemsOf(() => load({ env: { ...env, [NAME]: 'A' } }))).toContain(chosen)
    const elsewhere = { ...env, REGISTRY_HTTP_NET: 'udp' }
    expect(problemsOf(() => load({ env: elsewhere }))).toHaveLength(1)
  })
})

describe('a driver that is named is kept', () => {
  const string = { ...env, [STRING]: connectionString }

  test.each<[Given, string]>([
    [{ yaml: 'storage: filesystem' }, '/var/lib/registry'],
    [{ yaml: 'storage: {filesystem: {rootdirectory: /a}}' }, '/a'],
    [{ env: { REGISTRY_STORAGE: 'filesystem' } }, '/var/lib/registry'],
    [{ env: { REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: '/b' } }, '/b'],
    [{ overrides: { dataFolder: '/c' } }, '/c'],
  ])('%j', (given, folder) => {
    const loaded = load({ ...given, env: { ...string, ...given.env } })
    expect(imageFolder(loaded)).toBe(folder)
    expect(loaded.warnings).toEqual([])
  })

  test('in memory', () => {
    expect(load({ yaml: 'storage: inmemory', env: string }).config.storage.driver).toEqual({
      kind: 'inmemory',
    })
  })

  test.each(['storage: ftp', 'storage: [a]', 'storage: s3', 'storage: {azur: {}}'])(
    '%s is wrong with them as without',
    (yaml) => {
      const problems = problemsOf(() => load({ yaml }))
      expect(problems).toHaveLength(1)
      expect(problemsOf(() => load({ yaml, env: string }))).toEqual(problems)
    },
  )

  test('what stands in the place of the section is told and stays', () => {
    expect(problemsOf(() => load({ yaml: 'storage: {azure: [a]}', env: string }))).toContain(
      'config.yml:2: storage.azure: found a list, allowed: a section',
    )
  })
})
