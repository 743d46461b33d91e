import { sharedAzurite } from '../support/shared-azurite.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { createCatalog, type Catalog } from '../../server/registry/catalog.ts'
import { REPOSITORIES } from '../../server/registry/layout.ts'
import type { StorageDriver } from '../../server/storage/driver.ts'
import { newPlace } from '../storage/azure-place.ts'
import { requestsDuring } from '../storage/requests.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'

const cleanUp = cleanUpAfterAll()
const azurite = await sharedAzurite(cleanUp)

const COUNT = 2_000
/** Small repositories beside each other, as a registry of many teams has them, in the catalogue's order. */
const NAMES = Array.from({ length: COUNT }, (_, at) => `team/app-${String(at).padStart(4, '0')}`)

let driver: StorageDriver
let catalog: Catalog

beforeAll(async () => {
  const place = await newPlace(azurite)
  const waiting = NAMES.values()
  const writeAll = async (): Promise<void> => {
    for (const name of waiting) {
      const path = `${REPOSITORIES}/${name}/_manifests/revisions/sha256/x/link`
      await place.client.getBlockBlobClient(path).upload('x', 1)
    }
  }
  await Promise.all(Array.from({ length: 50 }, writeAll))
  driver = await place.open()
  catalog = createCatalog(driver)
}, 60_000)

/** A page of the catalogue, and how many requests to storage it took. */
async function pageAfter(of: Catalog, after: string | undefined, size: number) {
  const names: string[] = []
  const seen = await requestsDuring(azurite, async () => {
    for await (const name of of.list(after)) if (names.push(name) === size) break
  })
  return { names, requests: seen.length }
}

describe(`of ${COUNT} repositories`, () => {
  test.each([
    ['first', 0],
    ['middle', COUNT / 2],
    ['last', COUNT - 100],
  ])('the %s page takes a few requests', async (_, from) => {
    const { names, requests } = await pageAfter(catalog, NAMES[from - 1], 100)
    expect(names).toStrictEqual(NAMES.slice(from, from + 100))
    expect(requests).toBeGreaterThan(0)
    expect(requests).toBeLessThanOrEqual(5)
  })

  test('the pages together tell all of them, in order', async () => {
    const all: string[] = []
    for (let page: readonly string[] = NAMES; page.length > 0;) {
      page = (await pageAfter(catalog, all.at(-1), 300)).names
      all.push(...page)
    }
    expect(all).toStrictEqual(NAMES)
  })

  test('all at once take a request for each page of a scan, and a few', async () => {
    const { names, requests } = await pageAfter(catalog, undefined, COUNT)
    expect(names).toStrictEqual(NAMES)
    expect(requests).toBeLessThanOrEqual(COUNT / 1_000 + 4)
  })

  test('that are as large as a page of a scan none is missing', async () => {
    const cut = createCatalog({
      ...driver,
      async scan(path, from) {
        const page = await driver.scan?.(path, from)
        return { paths: page?.paths.slice(0, 1) ?? [], more: true }
      },
    })
    const { names } = await pageAfter(cut, NAMES[COUNT - 200], 200)
    expect(names).toStrictEqual(NAMES.slice(COUNT - 199))
  })
})
