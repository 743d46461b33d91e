import { sharedAzurite } from '../support/shared-azurite.ts'
import { describe, expect, test } from 'vitest'
import { digestOf, type Digest } from '../../server/oci/digest.ts'
import { blobPath, uploadData, uploadsPath } from '../../server/registry/layout.ts'
import type { UploadId } from '../../server/registry/upload-id.ts'
import type { Asked } from '../storage/azure-proxy.ts'
import { failureOf, heldBody, textOf } from '../storage/bytes.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { APP, codeOf, uploadOf } from './content.ts'
import {
  inSteps,
  openHeldPair,
  openPair,
  openShuffledPair,
  type Pair,
  type SharedRegistry,
  type Step,
} from './shared-container.ts'

const cleanUp = cleanUpAfterAll()
const azurite = await sharedAzurite(cleanUp)

const digestOfText = (text: string): Digest => digestOf(Buffer.from(text))

/** An upload that has got these texts, each by the registry beside it. */
async function uploaded(
  { one }: Pick<Pair, 'one'>,
  ...parts: readonly (readonly [by: SharedRegistry, text: string])[]
): Promise<UploadId> {
  const id = await one.uploads.start(APP)
  for (const [by, text] of parts) await by.uploads.append(APP, id, uploadOf(text))
  return id
}

async function served(registry: SharedRegistry, digest: Digest): Promise<string> {
  return textOf((await registry.blobs.open(APP, digest))?.body)
}

async function namesOf({ place }: Pick<Pair, 'place'>): Promise<readonly string[]> {
  return (await Array.fromAsync(place.client.listBlobsFlat())).map(({ name }) => name)
}

describe('an upload begun on one', () => {
  test('is ended by the other without reading it back', async () => {
    const pair = await openPair(azurite)
    const { one, other } = pair
    const id = await uploaded(pair, [one, 'some '], [one, 'bytes'])
    expect(await other.uploads.status(APP, id)).toBe(10)
    await other.uploads.commit(APP, id, digestOfText('some bytes'))
    expect([...one.opened, ...other.opened]).toStrictEqual([])
    expect(await served(one, digestOfText('some bytes'))).toBe('some bytes')
    expect(await failureOf(one.uploads.status(APP, id))).toMatchObject({
      code: 'BLOB_UPLOAD_UNKNOWN',
    })
  })

  test('is gone on with by the other, and ended by either', async () => {
    const pair = await openPair(azurite)
    const { one, other } = pair
    for (const last of [one, other]) {
      const id = await uploaded(pair, [one, 'one '], [other, 'two '], [one, 'three'])
      await last.uploads.commit(APP, id, digestOfText('one two three'))
      expect(last.opened.filter((path) => path.includes('_uploads'))).toStrictEqual([
        uploadData(APP, id),
      ])
      expect(await served(other, digestOfText('one two three'))).toBe('one two three')
    }
  })

  test('can be cancelled by the other', async () => {
    const pair = await openPair(azurite)
    const id = await uploaded(pair, [pair.one, 'bytes'])
    await pair.other.uploads.cancel(APP, id)
    expect(await codeOf(pair.one.uploads.append(APP, id, uploadOf('more')))).toBe(
      'BLOB_UPLOAD_UNKNOWN',
    )
    expect(await namesOf(pair)).toStrictEqual([])
  })

  test('that got nothing is an empty blob', async () => {
    const pair = await openPair(azurite)
    const id = await uploaded(pair)
    await pair.other.uploads.commit(APP, id, digestOfText(''))
    expect(await pair.one.blobs.size(APP, digestOfText(''))).toBe(0)
  })
})

describe('a digest that is wrong is refused', () => {
  test.each([
    ['after all came on one', (one: SharedRegistry) => [one]],
    ['after both took a part', (one: SharedRegistry, other: SharedRegistry) => [one, other]],
    ['after nothing came', () => []],
  ])('%s', async (_, writers) => {
    const pair = await openPair(azurite)
    const { one, other } = pair
    const parts = writers(one, other).map((by, at) => [by, `part ${at} `] as const)
    for (const last of [one, other]) {
      const id = await uploaded(pair, ...parts)
      const code = await codeOf(last.uploads.commit(APP, id, digestOfText('part 0')))
      expect(code).toBe('DIGEST_INVALID')
      expect(await codeOf(last.uploads.status(APP, id))).toBe('BLOB_UPLOAD_UNKNOWN')
    }
    expect(await namesOf(pair)).toStrictEqual([])
  })
})

/** An upload of `bbbb`; `one` has seen `aaaa` go through and met a conflict. */
async function overtaken({ one, other }: Pair): Promise<UploadId> {
  const id = await one.uploads.start(APP)
  const held = heldBody()
  const body = Object.assign(held, { abandon: () => {} })
  const slow = failureOf(one.uploads.append(APP, id, body))
  await held.begun
  await held.push('aaaa')
  await other.uploads.append(APP, id, uploadOf('bbbb'))
  held.end()
  expect(await slow).toMatchObject({ name: 'OffsetConflict', size: 4 })
  return id
}

describe('what went through one, but was not kept,', () => {
  test('is no digest to be believed', async () => {
    const pair = await openPair(azurite)
    const id = await overtaken(pair)
    expect(await codeOf(pair.one.uploads.commit(APP, id, digestOfText('aaaa')))).toBe(
      'DIGEST_INVALID',
    )
    expect(await namesOf(pair)).toStrictEqual([])
  })

  test('does not stand in the way of what was kept', async () => {
    const pair = await openPair(azurite)
    const id = await overtaken(pair)
    await pair.one.uploads.commit(APP, id, digestOfText('bbbb'))
    expect(await served(pair.other, digestOfText('bbbb'))).toBe('bbbb')
  })

  test('is forgotten by who goes on as well', async () => {
    const pair = await openPair(azurite)
    const id = await overtaken(pair)
    await pair.one.uploads.append(APP, id, uploadOf(' more'))
    await pair.one.uploads.commit(APP, id, digestOfText('bbbb more'))
    expect(await served(pair.other, digestOfText('bbbb more'))).toBe('bbbb more')
  })
})

const SEEDS = Array.from({ length: 3 }, (_, seed) => seed)

describe('at once', () => {
  test.each(SEEDS)('two commits of one upload make one blob (%i)', async (seed) => {
    await using pair = await openShuffledPair(azurite, seed)
    const { one, other } = pair
    const id = await uploaded(pair, [one, 'the '], [seed % 2 ? one : other, 'bytes'])
    const digest = digestOfText('the bytes')
    const codes = await Promise.all(
      [one, other].map((registry) => codeOf(registry.uploads.commit(APP, id, digest))),
    )
    expect(codes).toContain('fine')
    expect(await served(one, digest)).toBe('the bytes')
    expect(await served(other, digest)).toBe('the bytes')
    const names = await namesOf(pair)
    expect(names.filter((name) => name.endsWith('/data'))).toStrictEqual([blobPath(digest)])
    expect(names.filter((name) => name.startsWith(uploadsPath(APP)))).toStrictEqual([])
  })

  test.each(SEEDS)('a commit and an append make no blob of something else (%i)', async (seed) => {
    await using pair = await openShuffledPair(azurite, seed)
    const { one, other } = pair
    for (const text of ['', 'first', 'second']) {
      const id = await uploaded(pair, ...(text ? [[one, text] as const] : []))
      const digest = digestOfText(text)
      const [outcome] = await Promise.all([
        failureOf(one.uploads.commit(APP, id, digest)),
        failureOf(other.uploads.append(APP, id, uploadOf(' more'))),
      ])
      const blob = await pair.place.look(blobPath(digest))
      expect([undefined, text]).toContain(blob?.[1])
      expect(outcome === undefined ? await served(one, digest) : text).toBe(text)
    }
  })
})

const isCopy = ({ headers }: Asked): boolean => 'x-ms-copy-source' in headers
const isEmptyObject = ({ method, headers }: Asked): boolean =>
  method === 'PUT' && headers['content-length'] === '0'

describe('bytes that come while an upload is committed make no blob of something else', () => {
  test.each([
    ['before it is moved', 'first', isCopy],
    ['before it is moved, being empty', '', isCopy],
    ['before the empty object is made', '', isEmptyObject],
  ])('%s', async (_, text, at) => {
    const steps: Step[] = []
    await using pair = await openHeldPair(azurite, inSteps(steps))
    const { one, other, place } = pair
    const id = await uploaded(pair, ...(text ? [[one, text] as const] : []))
    steps.push({ at, work: () => other.uploads.append(APP, id, uploadOf(' late')) })
    const digest = digestOfText(text)
    await failureOf(one.uploads.commit(APP, id, digest))
    expect(steps).toStrictEqual([])
    expect([text, undefined]).toContain((await place.look(blobPath(digest)))?.[1])
  })

  test('after the empty object is made', async () => {
    const late: { add?: () => Promise<unknown> } = {}
    const { one, other, place } = await openPair(azurite, (driver) => ({
      ...driver,
      async create(path, bytes) {
        await driver.create(path, bytes)
        if (path.endsWith('/data')) await late.add?.()
      },
    }))
    const id = await one.uploads.start(APP)
    late.add = () => other.uploads.append(APP, id, uploadOf('late'))
    await failureOf(one.uploads.commit(APP, id, digestOfText('')))
    expect(['', undefined]).toContain((await place.look(blobPath(digestOfText(''))))?.[1])
  })
})
