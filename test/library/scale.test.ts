import { expect, test } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import { parseRepositoryName } from '../../server/oci/name.ts'
import { blobPath, revisionLink, tagLink } from '../../server/registry/layout.ts'
import { tagOf } from '../registry/content.ts'
import { configFor, layered } from './content.ts'
import { laidOut } from './laid-out.ts'
import { openedInMemory } from './opened-library.ts'

const REPOSITORIES = 2_000

/** Repositories of a tag each, which share a layer. */
function manyRepositories(): ReadonlyMap<string, Buffer> {
  const objects = new Map<string, Buffer>()
  for (let at = 0; at < REPOSITORIES; at++) {
    const bytes = layered(configFor(`${at}`), ['base', `${at}`])
    const [name, digest] = [parseRepositoryName(`team-${at % 7}/app-${at}`), digestOf(bytes)]
    objects.set(blobPath(digest), bytes)
    objects.set(revisionLink(name, digest), Buffer.from(digest))
    objects.set(tagLink(name, tagOf('v1')), Buffer.from(digest))
  }
  return objects
}

test('thousands of repositories are all listed, and listed again after a restart', async () => {
  const driver = laidOut(manyRepositories())
  await using at = await openedInMemory({ wrap: () => driver })
  const expected = { state: 'ready', repositories: REPOSITORIES, tags: REPOSITORIES }
  expect(at.library.status()).toStrictEqual(expected)
  const used = at.library.usedBytes()
  const input = { search: 'app-19', sort: 'size', offset: 100, limit: 50 } as const
  const page = at.library.listRepositories(input)
  expect(page.total).toBe(111)
  expect(page.items).toHaveLength(11)
  const library = await at.reopen()
  expect(library.status()).toStrictEqual(expected)
  await library.settled()
  expect(library.status()).toStrictEqual(expected)
  expect(library.usedBytes()).toBe(used)
})

test('others get their turn while it is built, though storage answers at once', async () => {
  const driver = laidOut(manyRepositories())
  await using at = await openedInMemory({ wrap: () => driver })
  let turns = 0
  const count = (): void => {
    turns++
    next = setImmediate(count)
  }
  let next = setImmediate(count)
  at.library.rescan()
  await at.library.settled()
  clearImmediate(next)
  expect(turns).toBeGreaterThan(3)
})
