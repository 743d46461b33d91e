import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import {
  asking,
  digestsOf,
  expecting,
  MANIFEST_TYPE,
  newImage,
  pullImage,
  pushImage,
  putManifest,
} from '../support/http-image.ts'
import type { Ask, HttpImage } from '../support/http-image.ts'
import { digestOf } from '../support/snapshot.ts'
import { startInstances } from './scale-out.ts'

const ROUNDS = 10

/** What one registry has read, and may remember, the other changes. */
describe('a change through one of two registries over one container', () => {
  const cleanUp = cleanUpAfterAll()
  let one: Ask
  let other: Ask
  let repository: string
  let image: HttpImage
  let count = 0

  beforeAll(async () => {
    const instances = await startInstances(cleanUp)
    one = asking(instances.one.url)
    other = asking(instances.other.url)
  })

  beforeEach(async () => {
    repository = `changed/app-${count++}`
    image = newImage()
    await pushImage(one, repository, 'tag', image)
    await pullImage(other, repository, 'tag')
    await tagsAt(other)
  })

  async function tagsAt(ask: Ask): Promise<string[] | null> {
    const { body } = await expecting(200, ask, 'GET', `/v2/${repository}/tags/list`)
    return JSON.parse(body.toString()).tags
  }

  async function statusAt(ask: Ask, path: string, method = 'GET'): Promise<number> {
    return (await ask(method, `/v2/${repository}/${path}`)).status
  }

  test('a tag that moves is seen at once by the other', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [writer, reader] = round % 2 === 0 ? [one, other] : [other, one]
      const next = newImage()
      await pushImage(writer, repository, 'tag', next)
      expect(await pullImage(reader, repository, 'tag')).toEqual(digestsOf(next))
    }
  })

  test('a new tag is listed at once by the other', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await putManifest(one, repository, `new-${round}`, image.manifest)
      expect(await tagsAt(other)).toContain(`new-${round}`)
    }
  })

  test('a deleted tag is gone at once from the other', async () => {
    await putManifest(one, repository, 'kept', image.manifest)
    await expecting(202, one, 'DELETE', `/v2/${repository}/manifests/tag`)
    expect(await statusAt(other, 'manifests/tag')).toBe(404)
    expect(await statusAt(other, 'manifests/tag', 'HEAD')).toBe(404)
    expect(await tagsAt(other)).toEqual(['kept'])
    expect(await pullImage(other, repository, 'kept')).toEqual(digestsOf(image))
  })

  test('a deleted manifest is gone at once from the other, with its tags', async () => {
    const digest = digestOf(image.manifest)
    await expecting(200, other, 'GET', `/v2/${repository}/manifests/${digest}`)
    await expecting(202, one, 'DELETE', `/v2/${repository}/manifests/${digest}`)
    expect(await statusAt(other, `manifests/${digest}`)).toBe(404)
    expect(await statusAt(other, `manifests/${digest}`, 'HEAD')).toBe(404)
    expect(await statusAt(other, 'manifests/tag')).toBe(404)
    expect(await tagsAt(other)).not.toContain('tag')
  })

  test('a deleted blob is gone at once from the other', async () => {
    const digest = digestOf(image.blobs[1] ?? '')
    await expecting(202, one, 'DELETE', `/v2/${repository}/blobs/${digest}`)
    expect(await statusAt(other, `blobs/${digest}`)).toBe(404)
    expect(await statusAt(other, `blobs/${digest}`, 'HEAD')).toBe(404)
  })

  test('a new repository is in the catalog of the other at once', async () => {
    const { body } = await expecting(200, other, 'GET', '/v2/_catalog')
    expect(JSON.parse(body.toString()).repositories).toContain(repository)
  })

  test('a referrer comes and goes at once for the other', async () => {
    const path = `/v2/${repository}/referrers/${digestOf(image.manifest)}`
    expect(await referrers(path)).toEqual([])
    const referrer = referrerOf(image)
    await putManifest(one, repository, digestOf(referrer), referrer)
    expect(await referrers(path)).toEqual([digestOf(referrer)])
    await expecting(202, one, 'DELETE', `/v2/${repository}/manifests/${digestOf(referrer)}`)
    expect(await referrers(path)).toEqual([])
  })

  async function referrers(path: string): Promise<string[]> {
    const { body } = await expecting(200, other, 'GET', path)
    const { manifests }: { manifests: { digest: string }[] } = JSON.parse(body.toString())
    return manifests.map(({ digest }) => digest)
  }
})

function referrerOf({ manifest }: HttpImage): Buffer {
  const subject = { mediaType: MANIFEST_TYPE, digest: digestOf(manifest), size: manifest.length }
  return Buffer.from(JSON.stringify({ ...JSON.parse(manifest.toString()), subject }))
}
