import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDockerAccount } from '../../server/remotes/docker-logins.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { writeCredentialHelper, type HelperEntry } from './credential-program.ts'

const cleanUp = cleanUpAfterAll()
const base64 = (text: string): string => Buffer.from(text).toString('base64')

async function account(
  config: object | string | undefined,
  helpers: Readonly<Record<string, Record<string, HelperEntry>>> = {},
) {
  const { path } = cleanUp.use(await temporaryFolder('docker'))
  const bin = join(path, 'bin')
  await mkdir(bin)
  for (const [name, logins] of Object.entries(helpers)) {
    await writeCredentialHelper(bin, name, logins)
  }
  const file = join(path, 'config.json')
  const text = typeof config === 'string' ? config : JSON.stringify(config)
  if (config !== undefined) await writeFile(file, text)
  const env = { DOCKER_CONFIG: path, PATH: bin }
  return { file, bin, docker: openDockerAccount(env) }
}

test('finds what Docker keeps itself', async () => {
  const { docker, file } = await account({
    auths: {
      'a.example.com': { auth: base64('ann:se:cret') },
      'b.example.com': { auth: base64('bob:\0'), identitytoken: 'tOken' },
      'c.example.com': {},
      'https://index.docker.io/v1/': { username: 'carl', password: 'pw' },
    },
  })
  const list = await docker.list()
  expect(list).toEqual({
    file,
    troubles: [],
    logins: [
      { server: 'a.example.com', user: 'ann' },
      { server: 'b.example.com' },
      { server: 'https://index.docker.io/v1/', user: 'carl' },
    ],
  })
  expect(JSON.stringify(list)).not.toMatch(/cret|tOken|pw/)
  expect(await docker.get('a.example.com')).toEqual({
    kind: 'password',
    user: 'ann',
    secret: 'se:cret',
  })
  expect(await docker.get('b.example.com')).toMatchObject({ kind: 'token', secret: 'tOken' })
  expect(await docker.get('c.example.com')).toBeUndefined()
})

test('asks the programs that keep them', async () => {
  const { docker, bin } = await account(
    { auths: { 'a.example.com': {} }, credsStore: 'store', credHelpers: { 'z.azurecr.io': 'acr' } },
    {
      store: {
        'a.example.com': { Username: 'ann', Secret: 'one' },
        'z.azurecr.io': { Username: 'not this one', Secret: 'two' },
      },
      acr: { 'z.azurecr.io': { Username: '<token>', Secret: 'three' } },
    },
  )
  expect(await docker.list()).toMatchObject({
    troubles: [],
    logins: [
      { server: 'a.example.com', user: 'ann', helper: 'store' },
      { server: 'z.azurecr.io', helper: 'acr' },
    ],
  })
  expect(await docker.get('a.example.com')).toEqual({
    kind: 'password',
    user: 'ann',
    secret: 'one',
  })
  expect(await docker.get('z.azurecr.io')).toMatchObject({ kind: 'token', secret: 'three' })
  expect(await docker.get('nobody.example.com')).toBeUndefined()
  // Neither registries nor secrets are among the arguments of a process.
  const calls = new Set((await readFile(join(bin, 'calls'), 'utf8')).trim().split('\n'))
  expect(calls).toEqual(new Set(['["list"]', '["get"]']))
})

test.each<[what: string, config: object | string | undefined, troubles: RegExp[]]>([
  ['is not there', undefined, []],
  [
    'is broken, without quoting it',
    '{"auths": {"a": "se-cret',
    [/config\.json is not understood$/],
  ],
  [
    'names a program that is not there',
    { credsStore: 'absent' },
    [/^docker-credential-absent is not installed$/],
  ],
  ['names a path', { credsStore: '../../bin/sh' }, [/is no name of a program$/]],
])('Docker’s configuration %s', async (_, config, troubles) => {
  const { docker } = await account(config)
  const list = await docker.list()
  expect(list.logins).toEqual([])
  expect(list.troubles).toEqual(troubles.map((trouble) => expect.stringMatching(trouble)))
})

test('a program that says something else is not quoted', async () => {
  const { docker, bin } = await account({ credsStore: 'odd' })
  const script = '#!/bin/sh\necho "se-cret"\n'
  await writeFile(join(bin, 'docker-credential-odd'), script, { mode: 0o700 })
  await expect(docker.get('a')).rejects.toThrow(
    /^what docker-credential-odd says is not understood$/,
  )
})
