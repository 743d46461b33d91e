import { describe, expect, test } from 'vitest'
import { accountKey, azureYaml, connectionString, enough, sasToken } from './azure-settings.ts'
import type { Given } from './loading.ts'
import { load, problemsOf } from './loading.ts'

interface Secret {
  readonly key: string
  readonly text: string
  /** The part of it that nobody may see. */
  readonly hidden: string
}

const clientSecret = 'abc8Q~Xy_Z.0123-ABCDEFGHIJKLMNOPQRstuv'

const secrets: readonly Secret[] = [
  { key: 'accountkey', text: accountKey, hidden: accountKey },
  { key: 'sastoken', text: sasToken, hidden: sasToken.split('sig=')[1] ?? '' },
  { key: 'connectionstring', text: connectionString, hidden: accountKey },
  { key: 'secret', text: clientSecret, hidden: clientSecret },
]

/** What a person is told: problems, or else warnings. */
function messages(given: Given): string {
  const problems = problemsOf(() => load(given))
  return (problems.length > 0 ? problems : load(given).warnings).join('\n')
}

/** Whether as much as eight characters in a row show. */
function shows(message: string, { hidden }: Secret): boolean {
  const starts = Array.from({ length: hidden.length - 7 }, (_, start) => start)
  return starts.some((start) => message.includes(hidden.slice(start, start + 8)))
}

/** `KEY` is the key of a secret, `SECRET` the secret. */
const fill = (template: string, { key, text }: Secret) =>
  template.replaceAll('KEY', key).replaceAll('SECRET', () => text)

/** What is told of a key that is not known beside all that is needed. */
const unknown = (key: string) => load({ yaml: azureYaml({ ...enough, [key]: 'a' }) }).warnings

test('the check itself sees a secret', () => {
  for (const secret of secrets) {
    expect(shows(`found "${secret.text}"`, secret)).toBe(true)
    expect(shows(`found "…${secret.hidden.slice(3, 11)}…"`, secret)).toBe(true)
    expect(shows('found "…"', secret)).toBe(false)
  }
})

/** Sections of a file in which something is wrong with a secret, or near one. */
const files: Readonly<Record<string, readonly string[]>> = {
  'the wrong form': [
    'storage: {azure: {KEY: [SECRET], credentials: {KEY: [SECRET]}}}',
    'storage: {azure: {KEY: {a: SECRET}, credentials: {KEY: {a: SECRET}}}}',
    'storage: {azure: {KEY: {SECRET: a}, credentials: {KEY: {SECRET: a}}}}',
    'storage: {azure: {KEY: "x SECRET", credentials: {KEY: "x SECRET"}}}',
    'storage: {azure: {KEY: "SECRET SECRET"}}',
    'storage: {azure: {accountkey: SECRET, sastoken: SECRET, connectionstring: SECRET}}',
    'storage: {azure: {connectionstring: "AccountName=a;AccountKey=SECRET SECRET"}}',
    'storage: {azure: {connectionstring: "AccountName=SECRET"}}',
    'storage: {azure: {connectionstring: "BlobEndpoint=SECRET"}}',
    'storage: {azure: {connectionstring: "SharedAccessSignature=x SECRET"}}',
    'storage: {azure: {sastoken: "https://a.blob.core.windows.net/SECRET"}}',
  ],
  'under another key': [
    ...['accountname', 'container', 'realm', 'serviceurl', 'max_retries', 'retry_delay'].map(
      (key) => `storage: {azure: {${key}: "SECRET"}}`,
    ),
    'storage: {azure: {rootdirectory: "../SECRET"}}',
    'storage: {azure: {container: "KEY: SECRET"}}',
    'storage: {azure: {container: "KEY=SECRET"}}',
    'storage: {azure: {container: "https://me:SECRET@a/b"}}',
    'storage: {azure: {container: "https://a/b?sv=1&sig=SECRET"}}',
    'storage: {azure: {serviceurl: "https://a.blob.core.windows.net/?SECRET"}}',
    'storage: {azure: {serviceurl: "https://a.blob.core.windows.net/#SECRET"}}',
    'storage: {azure: {serviceurl: "https://me:SECRET@a.blob.core.windows.net/"}}',
    'storage: {azure: {credentials: {type: "SECRET"}}}',
    'storage: {azure: {credentials: {tenantid: "SECRET /"}}}',
    'storage: {redirect: {disable: "SECRET"}}',
    'health: {storagedriver: {threshold: "SECRET"}}',
    'http: {host: "https://me:SECRET@a/"}',
    'http: {host: "https://me:a@SECRET@a/"}',
  ],
  'in the place of a section': [
    'storage: {azure: "SECRET"}',
    'storage: {azure: KEY=SECRET}',
    'storage:\n  azure:\n    KEY:SECRET',
    'storage: {azure: [SECRET]}',
    'storage: {azure: {credentials: "SECRET"}}',
    'storage: "SECRET"',
    'storage: azure KEY=SECRET',
    'storage: [azure, "SECRET"]',
  ],
  'as part of a key': [
    'storage: {azure: {"KEY:SECRET": }}',
    'storage: {azure: {KEY=SECRET}}',
    'storage: {azure: {KEY SECRET}}',
    'storage: {azure: {"SECRET": }}',
    'storage: {azure: {credentials: {"SECRET": , "KEY:SECRET": }}}',
    'storage: {"SECRET": , filesystem: }',
    'storage: {KEY: SECRET}',
    'KEY: SECRET',
    '"KEY=SECRET": a',
  ],
  'where it is no YAML': [
    ...[
      '"SECRET',
      "'SECRET",
      '@SECRET',
      '`SECRET',
      '%SECRET',
      '*SECRET',
      ']SECRET',
      '"a" SECRET',
      '|SECRET\n      a',
      '>SECRET\n      a',
      '!<SECRET',
      '!a!SECRET b',
      'SECRET: a',
      String.raw`"\qSECRET"`,
      String.raw`"\xSECRET"`,
      '\n\tSECRET',
      'a\nSECRET',
      '{SECRET',
      '[SECRET',
      'SECRET\n    KEY: SECRET',
    ].map((value) => `storage:\n  azure:\n    KEY: ${value}`),
    'storage: {azure: {KEY=SECRET: a, KEY=SECRET: b}}',
    'storage: {azure: {a, a, KEY=SECRET}}',
    'storage:\n  azure:\n    a: b\n    KEY:SECRET\n    c: d',
    'storage: {azure: {<<: SECRET}}',
    'storage: {azure: {? [SECRET] : a}}',
  ],
}

describe.each(Object.entries(files))('in a file, %s', (_, templates) => {
  test.each(templates)('%s', (template) => {
    for (const secret of secrets) {
      const message = messages({ yaml: fill(template, secret) })
      expect(message).not.toBe('')
      expect(shows(message, secret)).toBe(false)
    }
  })
})

describe('in a variable', () => {
  test.each<[name: string, value: string]>([
    ['REGISTRY_STORAGE', 'SECRET'],
    ['REGISTRY_STORAGE', 'KEY=SECRET'],
    ['REGISTRY_STORAGE', '{azure: {KEY: SECRET'],
    ['REGISTRY_STORAGE', '{azure: {KEY: *SECRET}}'],
    ['REGISTRY_STORAGE_AZURE', 'SECRET'],
    ['REGISTRY_STORAGE_AZURE', 'KEY=SECRET'],
    ['REGISTRY_STORAGE_AZURE', '{KEY: SECRET'],
    ['REGISTRY_STORAGE_AZURE', '{KEY: "SECRET'],
    ['REGISTRY_STORAGE_AZURE', '{KEY: "a" SECRET}'],
    ['REGISTRY_STORAGE_AZURE', '{KEY: *SECRET}'],
    ['REGISTRY_STORAGE_AZURE', '{KEY:SECRET}'],
    ['REGISTRY_STORAGE_AZURE', String.raw`{KEY: "\qSECRET"}`],
    ['REGISTRY_STORAGE_AZURE_CREDENTIALS', 'SECRET'],
    ['REGISTRY_STORAGE_AZURE_CREDENTIALS', '{KEY: SECRET'],
    ...['ACCOUNTKEY', 'SASTOKEN', 'CONNECTIONSTRING'].flatMap((key): [string, string][] =>
      ['"SECRET', '[SECRET]', '{a: SECRET}', '*SECRET', 'x SECRET', '"\\qSECRET"'].map((value) => [
        `REGISTRY_STORAGE_AZURE_${key}`,
        value,
      ]),
    ),
    ['REGISTRY_STORAGE_AZURE_ACCOUNTKEY_0', 'SECRET'],
    ['REGISTRY_STORAGE_AZURE_ACOUNTKEY', 'SECRET'],
    ['REGISTRY_STORAGE_AZURE_CREDENTIALS_SECRET', 'SECRET'],
    ['REGISTRY_STORAGE_AZURE_CONTAINER', 'SECRET'],
    ['AZURE_STORAGE_ACCOUNT_KEY', 'x SECRET'],
    ['AZURE_STORAGE_CONNECTION_STRING', 'x SECRET'],
    ['AZURE_STORAGE_CONTAINER', 'SECRET'],
    ['AZURE_STORAGE_ACCOUNT_NAME', 'SECRET'],
  ])('%s=%s', (name, value) => {
    for (const secret of secrets) {
      const env = { REGISTRY_STORAGE: 'azure', [name]: fill(value, secret) }
      const message = messages({ env })
      expect(message).not.toBe('')
      expect(shows(message, secret)).toBe(false)
    }
  })
})

test.each([
  ['storage: {azure: hunter2}', 'storage.azure'],
  ['storage: {azure: {credentials: hunter2}}', 'storage.azure.credentials'],
])('%s: not even a word that looks like no secret', (yaml, key) => {
  expect(messages({ yaml })).toContain(`config.yml:2: ${key}: found a text, allowed: a section`)
  expect(messages({ yaml })).not.toContain('hunter2')
})

test('a contradiction names the keys alone', () => {
  const azure = { ...enough, sastoken: sasToken, connectionstring: connectionString }
  const credentials = { type: 'default_credentials', secret: clientSecret }
  for (const keys of [azure, { ...azure, credentials }]) {
    const message = messages({ yaml: azureYaml(keys) })
    expect(message).toContain('keep one of them')
    expect(secrets.filter((secret) => shows(message, secret))).toEqual([])
  }
})

describe('an unknown key beside all that is needed', () => {
  test.each(['accountkey:abc', 'accountkey=abc', 'accountkey abc', 'accountkey{abc'])(
    '%s: what was meant is told',
    (key) => {
      expect(unknown(key)).toEqual([
        'config.yml:7: storage.azure.accountkey…: unknown key; did you mean storage.azure.accountkey?',
      ])
    },
  )

  test.each(['KEY:SECRET', 'KEY=SECRET', 'KEY SECRET', 'SECRET', '"SECRET"', 'x.SECRET'])(
    '%s shows no secret',
    (template) => {
      for (const secret of secrets) {
        const [warning = '', ...others] = unknown(fill(template, secret))
        expect(warning).toMatch(/^config\.yml:7: storage\.azure\..*…: unknown key/)
        expect(shows(warning, secret)).toBe(false)
        expect(others).toEqual([])
      }
    },
  )

  test('a long one is cut', () => {
    expect(unknown('x'.repeat(500))).toEqual([
      `config.yml:7: storage.azure.${'x'.repeat(32)}…: unknown key`,
    ])
  })
})
