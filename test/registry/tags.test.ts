import { describe, expect, test } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import { tagLink, tagsPath } from '../../server/registry/layout.ts'
import {
  APP,
  codeOf,
  imageOf,
  OTHER,
  pushBlob,
  pushImage,
  putManifest,
  servedDigest,
  tagOf,
} from './content.ts'
import { write } from '../storage/bytes.ts'
import { openRegistry } from './opened-registry.ts'

const TAGS = ['1.0', '10', '9', 'V1', '_x', 'a', 'b-1', 'b.1', 'latest']

describe('list', () => {
  test.each<[string | undefined, readonly string[]]>([
    [undefined, TAGS],
    ['', TAGS],
    ['10', TAGS.slice(2)],
    ['11', TAGS.slice(2)],
    ['b', TAGS.slice(6)],
    ['b-1', TAGS.slice(7)],
    ['latest', []],
    ['../..', TAGS],
  ])('after %j', async (after, expected) => {
    await using at = await openRegistry()
    await pushImage(at.registry, 'config')
    await Promise.all(TAGS.map((tag) => putManifest(at.registry, imageOf('config'), tag)))
    expect(await Array.fromAsync(at.registry.tags.list(APP, after))).toStrictEqual(expected)
  })

  test('of a repository without tags, or of none', async () => {
    await using at = await openRegistry()
    await pushImage(at.registry, 'config')
    expect(await Array.fromAsync(at.registry.tags.list(APP))).toStrictEqual([])
    expect(await Array.fromAsync(at.registry.tags.list(OTHER))).toStrictEqual([])
  })

  test('leaves out what is no tag', async () => {
    await using at = await openRegistry()
    await pushImage(at.registry, 'config', 'v1')
    await write(at.driver, `${tagsPath(APP)}/.DS_Store`, Buffer.from('x'))
    expect(await Array.fromAsync(at.registry.tags.list(APP))).toStrictEqual(['v1'])
  })
})

test('a repository is there once anything was pushed to it', async () => {
  await using at = await openRegistry()
  const { tags } = at.registry
  expect(await tags.repositoryExists(APP)).toBe(false)
  await pushBlob(at.registry)
  expect(await tags.repositoryExists(APP)).toBe(true)
  expect(await tags.repositoryExists(OTHER)).toBe(false)
})

test('the folder above a repository is none', async () => {
  await using at = await openRegistry()
  await pushBlob(at.registry)
  const [parent = ''] = APP.split('/')
  expect(await at.registry.tags.repositoryExists(parent as typeof APP)).toBe(false)
})

describe('remove', () => {
  test('takes one tag, and neither its siblings nor the manifest', async () => {
    await using at = await openRegistry()
    const digest = await pushImage(at.registry, 'config', 'v1')
    await pushImage(at.registry, 'config', 'v2')
    await at.registry.tags.remove(APP, tagOf('v1'))
    expect(await Array.fromAsync(at.registry.tags.list(APP))).toStrictEqual(['v2'])
    expect(await servedDigest(at.registry, 'v1')).toBeUndefined()
    expect(await servedDigest(at.registry, digest)).toBe(digest)
    expect(await codeOf(at.registry.tags.remove(APP, tagOf('v1')))).toBe('MANIFEST_UNKNOWN')
  })

  test('takes a tag that a crash left without its link', async () => {
    await using at = await openRegistry()
    await pushImage(at.registry, 'config', 'v1')
    await at.driver.remove(tagLink(APP, tagOf('v1')))
    const registry = await at.restart()
    await registry.tags.remove(APP, tagOf('v1'))
    expect(await Array.fromAsync(registry.tags.list(APP))).toStrictEqual([])
  })
})

test('many are removed at once, and each that cannot be is told', async () => {
  await using at = await openRegistry()
  const tags = Array.from({ length: 40 }, (_, number) => tagOf(`v${number}`))
  for (const tag of [...tags, 'kept']) await pushImage(at.registry, 'config', tag)
  const asked = [...tags.slice(0, 20), tagOf('nothing'), ...tags.slice(20)]
  const results = await at.registry.tags.removeEach(APP, asked)
  expect(await Array.fromAsync(at.registry.tags.list(APP))).toStrictEqual(['kept'])
  const failed = results.flatMap((result, number) =>
    result.status === 'rejected' ? { tag: asked[number], reason: result.reason } : [],
  )
  expect(failed).toMatchObject([{ tag: 'nothing', reason: { code: 'MANIFEST_UNKNOWN' } }])
})

test('the tags that point to a manifest', async () => {
  await using at = await openRegistry()
  for (const tag of ['c', 'a', 'b']) await pushImage(at.registry, 'config', tag)
  await pushImage(at.registry, 'other', 'x')
  const pointing = at.registry.tags.pointingTo(APP, digestOf(imageOf('config')))
  expect(await Array.fromAsync(pointing)).toStrictEqual(['a', 'b', 'c'])
})
