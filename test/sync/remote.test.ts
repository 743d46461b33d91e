import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RepositoryName, Tag } from '../../server/oci/name.ts'
import { copyGraph } from '../../server/sync/copy.ts'
import { passwordLogin } from '../../server/sync/remote-login.ts'
import { openRemote, type Remote, type RemoteOptions } from '../../server/sync/remote.ts'
import { startTestServer } from '../http/server.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { newShelf } from './image-in-memory.ts'

const cleanUp = cleanUpAfterAll()
const shelf = newShelf()
const named = (name: string): RepositoryName => name as RepositoryName
const v1 = { kind: 'tag', tag: 'v1' as Tag } as const

function open(url: string, options: Partial<RemoteOptions> = {}): Remote {
  const remote = openRemote({ url: new URL('/', url), agent: 'test/1', ...options })
  cleanUp.defer(() => remote.close())
  return remote
}

describe('a registry', async () => {
  const server = cleanUp.use(await startTestServer())
  const layers = [shelf.layer(200_000), shelf.layer(70_000), shelf.layer(0)]
  const root = shelf.index([shelf.image(layers), shelf.image([])])

  test.each<[how: string, options: Partial<RemoteOptions>]>([
    ['whole', {}],
    ['in chunks', { chunkSize: 30_000 }],
    ['in chunks that fit exactly', { chunkSize: 100_000 }],
  ])('gets an image, its blobs %s, and gives it back', async (how, options) => {
    const there = open(server.url, options).repository(named(how.replaceAll(' ', '-')))
    await copyGraph(shelf, there, root)
    await there.tag(root, v1.tag)
    const { artifactType: _, ...found } = (await there.resolve(v1)) ?? {}
    expect(found).toEqual(root)
    for (const layer of layers) {
      const bytes = Buffer.concat(await Array.fromAsync(there.fetch(layer)))
      expect(bytes).toEqual(Buffer.concat(await Array.fromAsync(shelf.fetch(layer))))
    }
    expect(await there.exists(root)).toBe(true)
    let moved = 0
    await copyGraph(shelf, there, root, {
      onBytes: (_, isMoved) => void (moved += Number(isMoved)),
    })
    expect(moved).toBe(0)
  })

  test('takes over what another of its repositories has', async () => {
    const remote = open(server.url)
    await copyGraph(shelf, remote.repository(named('from')), root)
    let moved = 0
    const target = remote.repository(named('to'), named('from'))
    await copyGraph(remote.repository(named('from')), target, root, {
      onBytes: (count, isMoved) => void (moved += isMoved ? count : 0),
    })
    expect(moved).toBeLessThan(3_000)
    const stranger = shelf.layer()
    expect(await target.mount?.(stranger)).toBe(false)
    const uploads = 'docker/registry/v2/repositories/to/_uploads'
    expect(await server.backdoor.names(uploads)).toEqual([])
  })

  test.each<[what: string, more: object, message: RegExp, options: Partial<RemoteOptions>]>([
    ['another', { digest: `sha256:${'1'.repeat(64)}` }, /does not match the digest/, {}],
    [
      'another, in chunks',
      { digest: `sha256:${'1'.repeat(64)}` },
      /does not match/,
      { chunkSize: 100 },
    ],
    ['too long', { size: 249 }, /more than the 249 bytes/, {}],
    ['too short', { size: 251 }, /250 bytes, not 251/, {}],
    ['too short, in chunks', { size: 251 }, /250 bytes, not 251/, { chunkSize: 100 }],
  ])(
    'does not get content that is %s, and no upload is left',
    async (_, more, message, options) => {
      const there = open(server.url, options).repository(named('wrong'))
      const layer = shelf.layer(250)
      await expect(there.push({ ...layer, ...more }, shelf.fetch(layer))).rejects.toThrow(message)
      const uploads = 'docker/registry/v2/repositories/wrong/_uploads'
      expect(await server.backdoor.names(uploads)).toEqual([])
    },
  )

  test('says what it refuses', async () => {
    const there = open(server.url).repository(named('early'))
    const root = shelf.image([])
    await expect(there.push(root, shelf.fetch(root))).rejects.toThrow(
      /^127\.0\.0\.1:\d+: the manifest refers to content .* \(400\)$/,
    )
  })

  test('has nothing under a tag, or a digest, that is not there', async () => {
    const there = open(server.url).repository(named('nothing'))
    expect(await there.resolve(v1)).toBeUndefined()
    expect(await there.exists(shelf.layer())).toBe(false)
    await expect(Array.fromAsync(there.fetch(shelf.layer()))).rejects.toMatchObject({
      code: 'BLOB_UNKNOWN',
    })
  })
})

describe('a login', async () => {
  const { path } = cleanUp.use(await temporaryFolder('remote'))
  const htpasswd = join(path, 'htpasswd')
  await writeHtpasswd(htpasswd, [ALICE])
  const auth = { htpasswd: { realm: 'x', path: htpasswd } }
  const server = cleanUp.use(await startTestServer({ config: { auth } }))

  test('is told where it is asked for', async () => {
    const login = passwordLogin(ALICE.username, ALICE.password)
    const there = open(server.url, { login }).repository(named('a'))
    const root = shelf.image([shelf.layer(100_000)])
    await copyGraph(shelf, there, root)
    expect(await there.exists(root)).toBe(true)
  })

  test.each([
    ['wrong', passwordLogin('alice', 'wrong'), /it refuses this user or password$/],
    ['missing', undefined, /it asks for a login$/],
  ])('that is %s', async (_, login, message) => {
    await expect(open(server.url, { login }).greet()).rejects.toThrow(message)
  })
})
