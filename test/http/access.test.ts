import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { matchRoute, ROUTES } from '../../server/http/routes.ts'
import { OCI_MANIFEST } from '../../server/oci/media-types.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { startGuarded } from './access.ts'
import {
  failure,
  imageManifest,
  json,
  manifestBytes,
  NOWHERE,
  pushImage,
  startUpload,
} from './content.ts'

/** First match wins: who may pull all of team may not touch one repository in it. */
const RULES = [
  { users: ['owner'], repositories: ['**'], actions: ['pull', 'push', 'delete'] },
  { users: ['all'], repositories: ['team/closed'], actions: [] },
  { users: ['puller', 'off'], repositories: ['team/**'], actions: ['pull'] },
  { users: ['pusher'], repositories: ['team/**'], actions: ['pull', 'push'] },
  { users: ['deleter'], repositories: ['team/**'], actions: ['delete'] },
  { users: ['all'], repositories: ['team/**'], actions: ['pull', 'push', 'delete'] },
  { users: ['anonymous', '*'], repositories: ['public/*'], actions: ['pull'] },
  { users: ['anonymous'], repositories: ['drop/box'], actions: ['push'] },
  { users: ['*'], repositories: ['shared'], actions: ['pull'] },
]

const REPOSITORIES = [
  'team/app',
  'team/closed',
  'public/app',
  'public/deep/app',
  'shared',
  'drop/box',
]

/** What each may; what is not named is refused. */
const MAY: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  anonymous: { 'public/app': ['pull'], 'drop/box': ['push'] },
  nothing: { 'public/app': ['pull'], shared: ['pull'] },
  puller: {
    'team/app': ['pull'],
    'team/closed': ['pull'],
    'public/app': ['pull'],
    shared: ['pull'],
  },
  pusher: {
    'team/app': ['pull', 'push'],
    'team/closed': ['pull', 'push'],
    'public/app': ['pull'],
    shared: ['pull'],
  },
  deleter: {
    'team/app': ['delete'],
    'team/closed': ['delete'],
    'public/app': ['pull'],
    shared: ['pull'],
  },
  all: { 'team/app': ['pull', 'push', 'delete'], 'public/app': ['pull'], shared: ['pull'] },
  owner: Object.fromEntries(REPOSITORIES.map((name) => [name, ['pull', 'push', 'delete']])),
  disabled: {},
}

const cleanUp = cleanUpAfterAll()
const users = Object.keys(MAY).filter((name) => name !== 'anonymous')
const guarded = cleanUp.use(await startGuarded(users, RULES))
const owner = guarded.as('owner')
const content = new Map<
  string,
  { manifest: Buffer; digest: string; layer: string; upload: string }
>()
for (const name of REPOSITORIES) {
  const manifest = manifestBytes(await imageManifest(owner, name))
  const { layers } = JSON.parse(manifest.toString()) as { layers: { digest: string }[] }
  const { digest } = await pushImage(owner, name, 'latest')
  const upload = new URL(await startUpload(owner, name)).pathname
  content.set(name, { manifest, digest, layer: layers[0]?.digest ?? '', upload })
}
const lines = await readFile(guarded.htpasswd, 'utf8')
await writeFile(guarded.htpasswd, lines.replace('disabled:', '#berth-disabled disabled:'))

const at = (name: string) => {
  const found = content.get(name)
  if (!found) throw new Error(`nothing is known of ${name}`)
  return found
}

interface Endpoint {
  readonly action: 'pull' | 'push' | 'delete'
  readonly method: string
  /** Below `/v2/<name>/`, or the whole path. */
  readonly path: (name: string) => string
  /** When it is allowed. */
  readonly status: number
  readonly body?: (name: string) => Buffer
}

const upload = (name: string) => at(name).upload
const ENDPOINTS: readonly Endpoint[] = [
  ...['GET', 'HEAD'].flatMap((method): Endpoint[] => [
    { action: 'pull', method, path: () => 'manifests/latest', status: 200 },
    { action: 'pull', method, path: (name) => `manifests/${at(name).digest}`, status: 200 },
    { action: 'pull', method, path: (name) => `blobs/${at(name).layer}`, status: 200 },
    { action: 'pull', method, path: () => 'tags/list', status: 200 },
    { action: 'pull', method, path: (name) => `referrers/${at(name).digest}`, status: 200 },
    { action: 'push', method, path: upload, status: 204 },
  ]),
  { action: 'push', method: 'POST', path: () => 'blobs/uploads/', status: 202 },
  { action: 'push', method: 'POST', path: () => 'blobs/uploads', status: 202 },
  { action: 'push', method: 'PATCH', path: upload, status: 202 },
  { action: 'push', method: 'PUT', path: (name) => `${upload(name)}?digest=x`, status: 400 },
  {
    action: 'push',
    method: 'PUT',
    path: () => 'manifests/new',
    status: 201,
    body: (name) => at(name).manifest,
  },
  { action: 'push', method: 'DELETE', path: () => `blobs/uploads/${NOBODYS}`, status: 404 },
  { action: 'delete', method: 'DELETE', path: () => `manifests/${NOWHERE}`, status: 404 },
  { action: 'delete', method: 'DELETE', path: () => 'manifests/no-such-tag', status: 404 },
  { action: 'delete', method: 'DELETE', path: () => `blobs/${NOWHERE}`, status: 404 },
]
const NOBODYS = '00000000-0000-4000-8000-000000000000'

/** The path of a request below `/`, as routes know it. */
const pathOf = ({ path }: Endpoint, name: string): string => {
  const below = path(name)
  const whole = below.startsWith('/') ? below.slice(1) : `v2/${name}/${below}`
  return whole.replace(/\?.*/, '')
}

test('every endpoint of a repository stands in the table, with its action', () => {
  const tried = ENDPOINTS.map((one) => {
    const { route } = matchRoute(pathOf(one, 'team/app')) ?? {}
    return `${one.method} ${String(route?.pattern)} ${one.action}`
  })
  const all = ROUTES.filter(
    ({ open, isBase, isCatalog, isWhole }) => !open && !isBase && !isCatalog && !isWhole,
  ).flatMap(({ pattern, methods }) =>
    Object.entries(methods).map(([method, one]) => `${method} ${String(pattern)} ${one?.action}`),
  )
  expect(new Set(tried)).toEqual(new Set(all))
})

const CASES = Object.keys(MAY).flatMap((user) =>
  REPOSITORIES.flatMap((name) => ENDPOINTS.map((endpoint) => ({ user, name, endpoint }))),
)

describe.each(Object.keys(MAY))('%s', (user) => {
  test.each(
    CASES.filter((one) => one.user === user).map(
      ({ name, endpoint }) =>
        [
          endpoint.method,
          name,
          endpoint.path(name).replaceAll(/sha256:\w+/g, '<digest>'),
          endpoint,
        ] as const,
    ),
  )('%s %s %s', async (method, name, _shown, { action, path, status, body }) => {
    const below = path(name)
    const target = below.startsWith('/') ? below : `/v2/${name}/${below}`
    const answer = await guarded.ask(user === 'anonymous' ? undefined : user, target, {
      method,
      ...(body && { body: body(name), headers: { 'content-type': OCI_MANIFEST } }),
    })
    const isAllowed = MAY[user]?.[name]?.includes(action) ?? false
    expect(isAllowed ? [status] : refusals(user)).toContain(answer.status)
  })
})

/** So many wrong logins from one address are slowed in the end. */
function refusals(user: string): readonly number[] {
  if (user === 'disabled') return [401, 429]
  return user === 'anonymous' ? [401] : [403]
}

test.each([
  [undefined, [401, 'UNAUTHORIZED'], /^Bearer realm=/],
  ['nothing', [403, 'DENIED'], /^$/],
])('a refusal of %s has the form of the spec', async (user, expected, challenge) => {
  const answer = await guarded.ask(user, '/v2/team/app/tags/list')
  expect(failure(answer)).toEqual(expected)
  expect(answer.headers['www-authenticate'] ?? '').toMatch(challenge)
})

const catalog = async (user: string | undefined, query = '') =>
  await guarded.ask(user, `/v2/_catalog${query}`)

describe('lists hold what the caller may pull', () => {
  test.each([
    [undefined, ['public/app']],
    ['nothing', ['public/app', 'shared']],
    ['puller', ['public/app', 'shared', 'team/app', 'team/closed']],
    ['deleter', ['public/app', 'shared']],
    ['owner', REPOSITORIES.toSorted()],
  ])('the catalogue of %s', async (user, names) => {
    expect(json(await catalog(user))).toEqual({ repositories: names })
  })

  test('the search', async () => {
    const answer = await guarded.ask('nothing', '/v1/search?q=app')
    expect(json(answer)).toMatchObject({ num_results: 1, results: [{ name: 'public/app' }] })
  })

  test('pages of one', async () => {
    const seen: string[] = []
    let next: string | undefined = '/v2/_catalog?n=1'
    while (next !== undefined && seen.length < 10) {
      const answer = await guarded.ask('puller', next)
      const { repositories } = json(answer) as { repositories: string[] }
      seen.push(...repositories)
      next = /^<([^>]+)>/.exec(String(answer.headers.link ?? ''))?.[1]
    }
    expect(seen).toEqual(['public/app', 'shared', 'team/app', 'team/closed'])
  })

  test('no page tells of what lies behind it', async () => {
    const answer = await catalog('nothing', '?n=2')
    expect(json(answer)).toEqual({ repositories: ['public/app', 'shared'] })
    expect(answer.headers.link).toBeUndefined()
  })
})

describe('a mount', () => {
  test('takes what the caller may pull', async () => {
    const target = `/v2/team/app/blobs/uploads/?mount=${at('shared').layer}&from=shared`
    expect(await guarded.ask('pusher', target, { method: 'POST' })).toMatchObject({ status: 201 })
  })

  test.each([
    ['from a repository that is closed to the caller', '&from=drop/box'],
    ['from wherever it is', ''],
  ])('%s is an upload', async (_how, from) => {
    const digest = at('drop/box').layer
    const answer = await guarded.ask(
      'pusher',
      `/v2/team/new/blobs/uploads/?mount=${digest}${from}`,
      { method: 'POST' },
    )
    expect(answer.status).toBe(202)
    const blob = await guarded.ask('pusher', `/v2/team/new/blobs/${digest}`)
    expect(failure(blob)).toEqual([404, 'BLOB_UNKNOWN'])
  })
})

test('a manifest cannot refer to blobs of a repository that is closed to the caller', async () => {
  const answer = await guarded.ask('pusher', '/v2/team/thief/manifests/latest', {
    method: 'PUT',
    body: at('drop/box').manifest,
    headers: { 'content-type': OCI_MANIFEST },
  })
  expect(failure(answer)).toEqual([400, 'MANIFEST_BLOB_UNKNOWN'])
})

test('what is no name is no secret', async () => {
  const answer = await guarded.ask('nothing', '/v2/UPPER/tags/list')
  expect(failure(answer)).toEqual([400, 'NAME_INVALID'])
})

describe.each(['collect', 'check'])('%s of all storage', (work) => {
  test.each([
    ['owner', 200],
    ['all', 403],
    ['nothing', 403],
    ['anonymous', 401],
  ])('by %s is answered with %i', async (user, status) => {
    const method = 'POST'
    const answer = await guarded.as(user).send(`/v2/_berth/${work}`, { method })
    expect(answer.status).toBe(status)
  })
})
