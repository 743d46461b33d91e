import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Content, contentOf } from '../faults/content.ts'
import { seededRandom } from '../faults/random.ts'
import { temporaryFolder } from '../support/folder.ts'
import { type Answer, send } from '../support/http-client.ts'
import { type RunningRegistry, startRegistry } from '../support/registry-process.ts'
import { locationOf, withQuery } from '../support/upload-url.ts'
import { faultsOf } from './attack.ts'
import { rawRequest } from './raw-requests.ts'
import { type Known, malformedRequest } from './requests.ts'

const groups = 12
const requestsInGroup = 200
const secret = 'the canary must not be read'
const name = 'fuzz/app'
const manifestType = 'application/vnd.oci.image.manifest.v1+json'

const cleanUp = new AsyncDisposableStack()
let home: string
let registry: RunningRegistry
let canaryModified: number

beforeAll(async () => {
  home = cleanUp.use(await temporaryFolder('fuzz')).path
  const folder = join(home, 'images')
  await mkdir(folder)
  await writeFile(join(home, 'canary.txt'), secret)
  canaryModified = (await stat(join(home, 'canary.txt'))).mtimeMs
  registry = cleanUp.use(await startRegistry({ program: 'berth', folder }))
})

afterAll(() => cleanUp.disposeAsync())

describe.each(Array.from({ length: groups }, (_, seed) => seed))('malformed, seed %i', (seed) => {
  test(`${requestsInGroup} requests are answered without a fault`, async () => {
    const random = seededRandom(seed)
    const known = await knownContent()
    const requests = Array.from({ length: requestsInGroup }, () =>
      random.chance(0.75) ? malformedRequest(random, known) : rawRequest(random, known),
    )
    expect(await faultsOf(registry.port, requests, secret)).toEqual([])
  })
})

describe('after all that', () => {
  test('a manifest over the limit is refused with 413', async () => {
    const large = Buffer.alloc(5 * 2 ** 20, ' ')
    // Many times: an answer that ends the connection while the client still writes may get lost.
    for (let time = 0; time < 20; time++) {
      expect((await putManifest('large', large)).status).toBe(413)
    }
  })

  test('the server still takes and serves an image', async () => {
    const manifest = await pushImage('after')
    const { body } = await send(`${registry.url}/v2/${name}/manifests/after`)
    expect(body.equals(manifest.bytes)).toBe(true)
  })

  test('the canary is as it was, with nothing new beside it', async () => {
    const canary = join(home, 'canary.txt')
    expect((await readdir(home)).toSorted()).toEqual(['canary.txt', 'images'])
    expect(await readFile(canary, 'utf8')).toBe(secret)
    expect((await stat(canary)).mtimeMs).toBe(canaryModified)
  })

  test('the folder holds the layout and a folder of our own, no more', async () => {
    const root = join(home, 'images')
    expect(visible(await readdir(root))).toEqual(['docker'])
    expect(await readdir(join(root, 'docker'))).toEqual(['registry'])
    expect(await readdir(join(root, 'docker/registry'))).toEqual(['v2'])
    const parts = visible(await readdir(join(root, 'docker/registry/v2')))
    expect(parts).toEqual(['blobs', 'repositories'])
    expect(await readdir(join(root, 'docker/registry/v2/repositories'))).toEqual(['fuzz'])
  })
})

/** Names that do not begin with a dot: a folder of Berth's own does. */
function visible(entries: readonly string[]): string[] {
  return entries.filter((entry) => !entry.startsWith('.')).toSorted()
}

/** Pushes an image and opens an upload, since the requests before may have removed the last. */
async function knownContent(): Promise<Known> {
  const { digest } = await pushImage('latest')
  const location = await startUpload()
  const uploadId = new URL(location, registry.url).pathname.split('/').at(-1) ?? ''
  return { name, tag: 'latest', digest, uploadId }
}

async function pushImage(tag: string): Promise<Content> {
  const config = contentOf(Buffer.from('{}'))
  const path = withQuery(await startUpload(), `digest=${config.digest}`)
  const pushed = await send(registry.url + path, { method: 'PUT', body: config.bytes })
  const manifest = contentOf(manifestOf(config))
  const put = await putManifest(tag, manifest.bytes)
  if (pushed.status !== 201 || put.status !== 201) {
    throw new Error(`push: blob ${pushed.status}, manifest ${put.status} ${put.body.toString()}`)
  }
  return manifest
}

async function startUpload(): Promise<string> {
  return locationOf(await send(`${registry.url}/v2/${name}/blobs/uploads/`, { method: 'POST' }))
}

function putManifest(tag: string, body: Buffer): Promise<Answer> {
  const url = `${registry.url}/v2/${name}/manifests/${tag}`
  return send(url, { method: 'PUT', headers: { 'Content-Type': manifestType }, body })
}

function manifestOf({ digest, bytes }: Content): Buffer {
  const mediaType = 'application/vnd.oci.image.config.v1+json'
  const config = { mediaType, digest, size: bytes.length }
  return Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config, layers: [] }),
  )
}
