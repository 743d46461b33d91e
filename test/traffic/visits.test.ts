import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import type { RepositoryName, Tag } from '../../server/oci/name.ts'
import { createVisits, type Deed } from '../../server/traffic/visits.ts'
import type { Client, RegistryEvent } from '../../server/traffic/witness.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

const DOCKER: Client = { remote: '192.0.2.1', agent: 'docker', user: 'alice' }
const PODMAN: Client = { remote: '192.0.2.2', agent: 'podman' }
const digest = (name: string) => digestOf(Buffer.from(name))

/** Visits whose deeds are kept, and the short forms in which a test tells them things. */
function watched() {
  const deeds: Deed[] = []
  const visits = createVisits((deed) => deeds.push(deed))
  const tell = (
    action: RegistryEvent['action'],
    name: string,
    { tag, client = DOCKER, repository = 'app' }: Told = {},
  ): void =>
    visits.tell({
      action,
      repository: repository as RepositoryName,
      digest: digest(name),
      ...(tag === undefined ? {} : { tag: tag as Tag }),
      client,
    })
  /** Moves bytes for so many milliseconds. */
  const move = (
    direction: 'push' | 'pull',
    bytes: number,
    took: number,
    { client = DOCKER, repository = 'app' }: Told = {},
  ): void => {
    const end = visits.begin({
      direction,
      repository: repository as RepositoryName,
      client,
      moved: () => bytes,
    })
    vi.advanceTimersByTime(took)
    end()
  }
  return { deeds, tell, move, visits }
}

interface Told {
  readonly tag?: string
  readonly client?: Client
  readonly repository?: string
}

const QUIET = 3_000

test('a push is its blobs, then the manifest with the tag', () => {
  const { deeds, tell, move } = watched()
  move('push', 1_000, 500)
  move('push', 24, 500)
  tell('push', 'm', { tag: 'v1' })
  expect(deeds).toEqual([
    {
      at: 1_001_000,
      action: 'push',
      repository: 'app',
      tag: 'v1',
      digest: digest('m'),
      bytes: 1_024,
      seconds: 1,
      ...DOCKER,
    },
  ])
  vi.advanceTimersByTime(QUIET)
  expect(deeds).toHaveLength(1)
})

test('a second push counts only what moved since the first', () => {
  const { deeds, tell, move } = watched()
  move('push', 1_000, 10)
  tell('push', 'm', { tag: 'v1' })
  tell('push', 'm', { tag: 'latest' })
  move('push', 5, 10)
  tell('push', 'n', { tag: 'v2' })
  expect(deeds.map(({ tag, bytes }) => [tag, bytes])).toEqual([
    ['v1', 1_000],
    ['latest', undefined],
    ['v2', 5],
  ])
})

test('the manifests of an index are part of its push', () => {
  const { deeds, tell, move } = watched()
  move('push', 1, 10)
  tell('push', 'amd64')
  move('push', 2, 10)
  tell('push', 'arm64')
  tell('push', 'index', { tag: 'v1' })
  vi.advanceTimersByTime(QUIET)
  expect(deeds).toMatchObject([{ tag: 'v1', digest: digest('index'), bytes: 3 }])
})

test('a push by digest alone is one when nothing follows', () => {
  const { deeds, tell } = watched()
  tell('push', 'signature')
  expect(deeds).toEqual([])
  vi.advanceTimersByTime(QUIET)
  expect(deeds).toMatchObject([{ action: 'push', digest: digest('signature'), at: 1_000_000 }])
  expect(deeds[0]).not.toHaveProperty('tag')
})

test('a pull is the manifest, then the blobs, and ends when it is quiet', () => {
  const { deeds, tell, move } = watched()
  tell('resolve', 'index', { tag: 'v1' })
  tell('pull', 'index')
  tell('pull', 'amd64')
  move('pull', 5_000, 60_000)
  expect(deeds).toEqual([])
  vi.advanceTimersByTime(QUIET)
  expect(deeds).toMatchObject([
    {
      at: 1_060_000,
      action: 'pull',
      tag: 'v1',
      digest: digest('index'),
      bytes: 5_000,
      seconds: 60,
    },
  ])
})

test('a pull of what the client has moves nothing, and says nothing of bytes', () => {
  const { deeds, tell } = watched()
  tell('pull', 'm', { tag: 'v1' })
  vi.advanceTimersByTime(QUIET)
  expect(deeds).toHaveLength(1)
  expect(deeds[0]).not.toHaveProperty('bytes')
  expect(deeds[0]).not.toHaveProperty('seconds')
})

test('who only asks where a tag points pulls nothing', () => {
  const { deeds, tell } = watched()
  tell('resolve', 'm', { tag: 'v1' })
  vi.advanceTimersByTime(QUIET)
  expect(deeds).toEqual([])
})

test('one tag after the other is one pull after the other', () => {
  const { deeds, tell, move } = watched()
  tell('pull', 'a', { tag: 'v1' })
  move('pull', 1, 10)
  tell('pull', 'b', { tag: 'v2' })
  move('pull', 2, 10)
  vi.advanceTimersByTime(QUIET)
  expect(deeds.map(({ tag, bytes }) => [tag, bytes])).toEqual([
    ['v1', 1],
    ['v2', 2],
  ])
})

test('the same pull again after a while is another', () => {
  const { deeds, tell } = watched()
  for (let count = 0; count < 3; count++) {
    tell('pull', 'a', { tag: 'v1' })
    tell('pull', 'a', { tag: 'v1' })
    vi.advanceTimersByTime(QUIET)
  }
  expect(deeds).toHaveLength(3)
})

test.each<[what: string, other: Told]>([
  ['clients', { client: PODMAN }],
  ['users of one machine', { client: { ...DOCKER, user: 'bob' } }],
  ['repositories', { repository: 'other' }],
])('%s are not mistaken for each other', (_what, other) => {
  const { deeds, tell, move } = watched()
  move('push', 1, 10)
  move('push', 20, 10, other)
  tell('push', 'a', { tag: 'v1' })
  tell('push', 'b', { tag: 'v1', ...other })
  expect(deeds.map(({ bytes }) => bytes)).toEqual([1, 20])
})

test('what was left behind long ago does not count', () => {
  const { deeds, tell, move } = watched()
  move('push', 1_000, 10)
  vi.advanceTimersByTime(5 * 60_000)
  move('push', 1, 10)
  tell('push', 'a', { tag: 'v1' })
  expect(deeds).toMatchObject([{ bytes: 1 }])
})

test('a transfer of hours does', () => {
  const { deeds, tell, visits } = watched()
  const end = visits.begin({
    direction: 'push',
    repository: 'app' as RepositoryName,
    client: DOCKER,
    moved: () => 7,
  })
  vi.advanceTimersByTime(3 * 3_600_000)
  tell('resolve', 'a', { tag: 'v1' })
  end()
  tell('push', 'a', { tag: 'v1' })
  expect(deeds).toMatchObject([{ bytes: 7, seconds: 10_800 }])
})

test('deleting is a deed at once', () => {
  const { deeds, tell } = watched()
  tell('delete', 'a')
  expect(deeds).toMatchObject([{ action: 'delete', digest: digest('a') }])
})

test('nothing that waits is lost at the end', () => {
  const { deeds, tell, visits } = watched()
  tell('pull', 'a', { tag: 'v1' })
  visits.settle()
  expect(deeds).toHaveLength(1)
  expect(vi.getTimerCount()).toBe(0)
})

test('who was seen longest ago is forgotten first, with his deed told', () => {
  const { deeds, tell } = watched()
  for (let count = 0; count <= 1_000; count++) {
    tell('pull', 'a', { client: { remote: `192.0.2.${count}` }, tag: 'v1' })
  }
  expect(deeds.map(({ remote }) => remote)).toEqual(['192.0.2.0'])
})
