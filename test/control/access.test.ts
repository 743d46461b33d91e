import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { AccessAction } from '../../server/control/people-contract.ts'
import type { Activity } from '../../server/control/activity-contract.ts'
import type { Page, Repository } from '../../server/control/repositories-contract.ts'
import { userNamed } from '../http/access.ts'
import { pushImage } from '../http/content.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { isEvent, refusal, type Browser } from './browser.ts'
import { startPeopled, type Peopled } from './people.ts'

const ALL: readonly AccessAction[] = ['pull', 'push', 'delete']
const rule = (users: string, repositories: string, actions: readonly AccessAction[]) => ({
  users: users.split(' '),
  repositories: repositories.split(' '),
  actions,
})
const OWNER = rule('alice', '**', ALL)

/** A client that is always logged in as alice. */
const asAlice = (at: Peopled): Pick<Peopled, 'send'> => ({
  send: (target, options) => at.send(target, { login: userNamed('alice'), ...options }),
})

const status = async (browser: Browser, method: string, input: unknown): Promise<number> =>
  (await browser.post(`/api/rpc/${method}`, input)).status

const list = async (browser: Browser, offset: number, limit: number): Promise<Page<Repository>> =>
  await browser.call('repositories.list', { sort: 'name', offset, limit })

const repositoriesOf = async (browser: Browser): Promise<readonly string[]> =>
  (await browser.call('activity.list', { limit: 500 })).map(({ repository }) => repository)

describe('changing the rules', () => {
  test('counts at once and reaches the file, whose comments stay', async () => {
    await using at = await startPeopled({ users: ['alice', 'bob'] })
    const login = userNamed('bob')
    const pull = async () => (await at.send('/v2/a/tags/list', { login })).status
    expect(await pull()).toBe(404)
    expect(await at.here('access.get')).toEqual({ isPending: false })
    await at.here('access.change', { rules: [OWNER] })
    expect(await pull()).toBe(403)
    const text = await readFile(at.file, 'utf8')
    expect(text).toMatch(/^# ours/)
    expect(text).toContain("- users: [ alice ]\n    repositories: [ '**' ]")
    expect(await at.here('access.get')).toEqual({ rules: [OWNER], isPending: false })
    await at.here('access.change', {})
    expect(await pull()).toBe(404)
    expect(await readFile(at.file, 'utf8')).not.toContain('access:')
  })

  test('is refused where somebody would shut themselves out', async () => {
    await using at = await startPeopled({ users: ['alice', 'bob'] })
    const alice = await at.browserOf('alice')
    const rules = [rule('alice', 'team/**', ALL)]
    expect(refusal(await alice.post('/api/rpc/access.change', { rules }))).toEqual([
      409,
      'CONFLICT',
    ])
    await alice.call('access.change', { rules: [OWNER] })
  })

  test.each([
    [[rule('alice', 'UPPER', ALL)], /^INVALID_INPUT: found "UPPER", allowed: a repository name/],
    [[rule('a:b', '**', ALL)], /^INVALID_INPUT: found "a:b", allowed: user names/],
    [
      [{ users: ['alice'], repositories: ['**'], actions: ['write'] }],
      /INVALID_INPUT: .*must be one of pull, push, delete/,
    ],
  ])('%j is refused and leaves the file', async (rules, message) => {
    await using at = await startPeopled({ users: ['alice'] })
    const before = await readFile(at.file, 'utf8')
    await expect(at.here('access.change', { rules })).rejects.toThrow(message)
    expect(await readFile(at.file, 'utf8')).toBe(before)
  })

  test('is refused where a variable says them', async () => {
    const written = JSON.stringify([OWNER])
    await using at = await startPeopled({ users: ['alice'], env: { REGISTRY_ACCESS: written } })
    expect(await at.here('access.get')).toEqual({
      rules: [OWNER],
      fixedBy: 'REGISTRY_ACCESS',
      isPending: false,
    })
    await expect(at.here('access.change', {})).rejects.toThrow('set by REGISTRY_ACCESS')
  })

  test('waits for the first user to be able to log in', async () => {
    await using at = await startPeopled()
    await expect(at.here('access.change', { rules: [OWNER] })).rejects.toThrow('nobody can log in')
    await at.here('users.add', { name: 'alice', password: 'of alice' })
    expect(await at.here('access.change', { rules: [OWNER] })).toMatchObject({ isPending: true })
    expect(await at.send('/v2/a/tags/list')).toMatchObject({ status: 404 })
    await at.restart()
    expect(await at.here('access.get')).toMatchObject({ isPending: false })
    expect(await at.send('/v2/a/tags/list')).toMatchObject({ status: 401 })
  })
})

test('tells who may what, and by which rule', async () => {
  const rules = [OWNER, rule('bob', 'team/**', ['pull']), rule('anonymous', 'public/*', ['pull'])]
  await using at = await startPeopled({ users: ['alice', 'bob'], config: { access: rules } })
  const ask = (user: string | undefined, repository: string) =>
    at.here('access.try', { user, repository })
  expect(await ask('alice', 'x')).toEqual({ actions: ALL, rule: 0 })
  expect(await ask('bob', 'team/app')).toEqual({ actions: ['pull'], rule: 1 })
  expect(await ask('bob', 'public/app')).toEqual({ actions: [] })
  expect(await ask(undefined, 'public/app')).toEqual({ actions: ['pull'], rule: 2 })
})

describe('the console of a user whom the rules limit', async () => {
  const cleanUp = cleanUpAfterAll()
  const access = [
    OWNER,
    rule('bob', 'team/closed', []),
    rule('bob', 'team/**', ALL),
    rule('bob', 'read/**', ['pull']),
  ]
  const at = cleanUp.use(await startPeopled({ users: ['alice', 'bob'], config: { access } }))
  const digests = new Map<string, string>()
  for (const name of ['team/app', 'team/closed', 'read/app', 'hidden/app']) {
    digests.set(name, (await pushImage(asAlice(at), name, 'latest')).digest)
  }
  const alice = await at.browserOf('alice')
  const bob = await at.browserOf('bob')
  const digest = (repository: string) => digests.get(repository) ?? ''
  const image = (repository: string) => ({ repository, digest: digest(repository) })

  test('says that it is limited', async () => {
    expect(await bob.call('session.get', undefined)).toMatchObject({
      isLimited: true,
      capabilities: ['login'],
    })
    expect((await alice.call('session.get', undefined)).isLimited).toBeUndefined()
  })

  test('lists what may be pulled, page by page', async () => {
    await expect.poll(async () => (await list(bob, 0, 10)).total).toBe(2)
    expect((await list(bob, 0, 10)).items.map(({ name }) => name)).toEqual(['read/app', 'team/app'])
    expect((await list(bob, 1, 1)).items.map(({ name }) => name)).toEqual(['team/app'])
    expect((await list(alice, 0, 1)).total).toBe(4)
  })

  test.each([
    ['repositories.get', (repository: string) => ({ repository })],
    ['tags.list', (repository: string) => ({ repository, sort: 'name', offset: 0, limit: 5 })],
    ['images.get', (repository: string) => ({ repository, reference: 'latest' })],
    ['manifests.raw', image],
    [
      'files.list',
      (repository: string) => ({
        ...image(repository),
        folder: '',
        sort: 'name',
        offset: 0,
        limit: 5,
      }),
    ],
    [
      'files.search',
      (repository: string) => ({ ...image(repository), search: 'a', offset: 0, limit: 5 }),
    ],
    ['files.get', (repository: string) => ({ ...image(repository), path: 'a' })],
    ['images.waste', image],
    ['images.compare', (repository: string) => ({ a: image(repository), b: image('read/app') })],
    ['images.compare', (repository: string) => ({ b: image(repository), a: image('read/app') })],
  ])('%s shows what may be pulled alone', async (method, input) => {
    expect(await status(bob, method, input('read/app'))).toBe(200)
    expect(await status(bob, method, input('hidden/app'))).toBe(403)
    expect(await status(bob, method, input('team/closed'))).toBe(403)
    expect(await status(alice, method, input('hidden/app'))).toBe(200)
  })

  test.each([
    ['tags.add', { repository: 'read/app', from: 'latest', tag: 'x' }],
    ['tags.add', { repository: 'hidden/app', from: 'latest', tag: 'x' }],
    ['tags.delete', { repository: 'read/app', tags: ['latest'] }],
    ['tags.previewDelete', { repository: 'read/app', tags: ['latest'] }],
    [
      'tags.copy',
      { from: { repository: 'hidden/app', reference: 'latest' }, repository: 'team/app', tag: 'x' },
    ],
    [
      'tags.copy',
      { from: { repository: 'team/app', reference: 'latest' }, repository: 'read/app', tag: 'x' },
    ],
    ['imports.get', { id: 'x' }],
    ['imports.store', { id: 'x', images: [{ index: 0, names: ['hidden/app:x'] }] }],
    ['imports.discard', { id: 'x' }],
    ['logs.list', { limit: 1 }],
    ['registry.stop', {}],
    ['registry.restart', {}],
    ['settings.get', {}],
    ['settings.change', { changes: [{ key: 'log.level', value: 'debug' }] }],
    ['users.list', {}],
    ['users.add', { name: 'eve', password: 'x' }],
    ['users.setPassword', { name: 'alice', password: 'x' }],
    ['users.delete', { name: 'alice' }],
    ['access.get', {}],
    ['access.change', {}],
    ['access.try', { repository: 'x' }],
    ['setup.keep', {}],
  ])('%s with %j is refused', async (method, input) => {
    expect(refusal(await bob.post(`/api/rpc/${method}`, input))).toEqual([403, 'FORBIDDEN'])
  })

  test('changes what the rules allow', async () => {
    await bob.call('tags.add', { repository: 'team/app', from: 'latest', tag: 'again' })
    await bob.call('tags.copy', {
      from: { repository: 'read/app', reference: 'latest' },
      repository: 'team/copy',
      tag: '1',
    })
    const selected = { repository: 'team/app', tags: ['again'] }
    expect(await bob.call('tags.delete', selected)).toMatchObject({ deleted: ['again'] })
  })

  test.each([
    ['GET', '/api/export?repository=hidden/app&reference=latest&format=oci', 403],
    ['GET', '/api/export?repository=team/closed&reference=latest&format=oci', 403],
    ['GET', '/api/export?repository=read/app&reference=latest&format=oci', 200],
  ])('%s %s answers %i', async (_method, path, expected) => {
    expect((await bob.get(path)).status).toBe(expected)
  })

  test('files of hidden images are no more to be had than files for images to come', async () => {
    const file = `/api/file?repository=hidden/app&digest=${digest('hidden/app')}&layer=x&path=x`
    expect(refusal(await bob.get(file))).toEqual([403, 'FORBIDDEN'])
    expect(refusal(await bob.post('/api/import?name=x.tar', {}))).toEqual([403, 'FORBIDDEN'])
  })

  test('tells of what happens in what may be pulled alone', async () => {
    using events = await bob.events()
    await pushImage(asAlice(at), 'hidden/app', 'new')
    await pushImage(asAlice(at), 'team/app', 'new')
    const isSeen = isEvent('activity', ({ activity }) => activity.action === 'push')
    const { data } = await events.next(isSeen)
    expect((JSON.parse(data) as { activity: Activity }).activity.repository).toBe('team/app')
    expect(await repositoriesOf(alice)).toContain('hidden/app')
    expect(await repositoriesOf(bob)).not.toContain('hidden/app')
    expect(await repositoriesOf(bob)).toContain('team/app')
  })
})
