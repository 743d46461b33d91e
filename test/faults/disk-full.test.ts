import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, send } from '../support/http-client.ts'
import { type RunningRegistry, startRegistry } from '../support/registry-process.ts'
import { recordSkip } from '../support/skips.ts'
import { locationOf, withQuery } from '../support/upload-url.ts'
import { type Content, contentOf, digestOf, sizedContent } from './content.ts'
import { seededRandom } from './random.ts'
import { type SmallDisk, mountSmallDisk } from './small-disk.ts'

const mebibyte = 2 ** 20
const probe = await mountSmallDisk(1)
await probe?.[Symbol.asyncDispose]()
if (!probe) recordSkip({ suite: 'disk full', tool: 'mount', remedy: 'run the tests as root' })

const random = seededRandom(5)
const manifestType = 'application/vnd.oci.image.manifest.v1+json'

describe.skipIf(!probe)('a full disk', () => {
  let disk: SmallDisk
  let root: string
  let registry: RunningRegistry
  let image: { config: Content; manifest: Content }

  beforeEach(async () => {
    const mounted = await mountSmallDisk(24)
    if (!mounted) throw new Error('the small disk could not be mounted again')
    disk = mounted
    root = join(disk.path, 'root')
    registry = await startRegistry({ program: 'berth', folder: root })
    image = await pushImage('before')
  })

  afterEach(async () => {
    await registry[Symbol.asyncDispose]()
    await disk[Symbol.asyncDispose]()
  })

  test.each(['PATCH', 'PUT'] as const)('is said in so many words to a %s', async (method) => {
    disk.leave(mebibyte)
    const answer = await sendLarge(await startUpload(), method)
    expect(inShort(answer)).toEqual(outOfSpace)
  })

  test('answers a manifest PUT with an error and leaves the tag as it was', async () => {
    const next = manifestOf(image.config, 'x'.repeat(64 * 1024))
    disk.leave(0)
    expect(inShort(await putManifest('before', next))).toEqual(outOfSpace)
    const { body } = await get('manifests/before')
    expect(digestOf(body)).toBe(image.manifest.digest)
    expect((await get(`manifests/${next.digest}`)).status).toBe(404)
  })

  test('does not harm what was there', async () => {
    disk.leave(mebibyte)
    await sendLarge(await startUpload(), 'PATCH')
    const manifest = await get('manifests/before')
    const config = await get(`blobs/${image.config.digest}`)
    expect([manifest, config].map(({ body }) => digestOf(body))).toEqual([
      image.manifest.digest,
      image.config.digest,
    ])
  })

  test('leaves no file behind once the upload is cancelled', async () => {
    const before = files()
    const location = await startUpload()
    disk.leave(mebibyte)
    await sendLarge(location, 'PATCH')
    const cancelled = await send(registry.url + location, { method: 'DELETE' })
    expect(cancelled.status).toBe(204)
    expect(files()).toEqual(before)
  })

  test('takes pushes again as soon as there is space', async () => {
    disk.leave(mebibyte)
    const location = await startUpload()
    await sendLarge(location, 'PATCH')
    disk.relieve()
    const after = await pushImage('after')
    expect(digestOf((await get('manifests/after')).body)).toBe(after.manifest.digest)
  })

  test('fills up under pushes without a wrong answer in between', async () => {
    const stored: Content[] = []
    let answer = { status: 201 } as Answer
    while (answer.status === 201 && stored.length < 24) {
      const content = sizedContent(random, 4 * mebibyte)
      answer = await putBlob(content)
      if (answer.status === 201) stored.push(content)
    }
    expect(inShort(answer)).toEqual(outOfSpace)
    for (const { digest } of stored) {
      expect(digestOf((await get(`blobs/${digest}`)).body)).toBe(digest)
    }
  })

  function get(path: string): Promise<Answer> {
    return send(`${registry.url}/v2/full/${path}`, { headers: { Accept: manifestType } })
  }

  async function startUpload(): Promise<string> {
    return locationOf(await send(`${registry.url}/v2/full/blobs/uploads/`, { method: 'POST' }))
  }

  /** More than is free, in one request. */
  function sendLarge(location: string, method: 'PATCH' | 'PUT'): Promise<Answer> {
    const { bytes, digest } = sizedContent(random, 4 * mebibyte)
    const path = method === 'PUT' ? withQuery(location, `digest=${digest}`) : location
    return send(registry.url + path, { method, headers: octets, body: bytes })
  }

  async function putBlob({ digest, bytes }: Content): Promise<Answer> {
    const path = withQuery(await startUpload(), `digest=${digest}`)
    return send(registry.url + path, { method: 'PUT', headers: octets, body: bytes })
  }

  function putManifest(tag: string, { bytes }: Content): Promise<Answer> {
    const url = `${registry.url}/v2/full/manifests/${tag}`
    return send(url, { method: 'PUT', headers: { 'Content-Type': manifestType }, body: bytes })
  }

  async function pushImage(tag: string): Promise<{ config: Content; manifest: Content }> {
    const config = sizedContent(random, 2048)
    const manifest = manifestOf(config, tag)
    expect((await putBlob(config)).status).toBe(201)
    expect((await putManifest(tag, manifest)).status).toBe(201)
    return { config, manifest }
  }

  function files(): string[] {
    const entries = readdirSync(root, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
  }
})

const octets = { 'Content-Type': 'application/octet-stream' }

function manifestOf(config: Content, note: string): Content {
  const mediaType = 'application/vnd.oci.image.config.v1+json'
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType, digest: config.digest, size: config.bytes.length },
    layers: [],
    annotations: { note },
  }
  return contentOf(Buffer.from(JSON.stringify(manifest)))
}

/** What a full disk looks like to a client. */
const outOfSpace = { status: 507, errors: 1, leaks: false }

/** The answer in short: how many errors the document lists, and whether it shows the insides. */
function inShort({ status, body }: Answer): object {
  const text = body.toString()
  const leaks = /ENOSPC|\n\s+at /.test(text)
  if (!text.startsWith('{')) return { status, text, leaks }
  const { errors } = JSON.parse(text) as { errors?: { code?: string; message?: string }[] }
  return { status, errors: errors?.filter(({ code, message }) => code && message).length, leaks }
}
