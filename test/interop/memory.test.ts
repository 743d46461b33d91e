import { beforeAll, expect, test } from 'vitest'
import { startAzurite } from '../support/azurite.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { startRegistry } from '../support/registry-process.ts'
import type { RunningRegistry } from '../support/registry-process.ts'
import { peakResident } from '../support/resident.ts'
import { pullStreamed, pushStreamed } from '../support/streamed-blob.ts'
import { describeWith } from '../support/tools.ts'

const MEBIBYTE = 2 ** 20
const LAYER = 128 * MEBIBYTE
const AT_ONCE = [0, 1, 2, 3]
const LIMIT = 300e6

describeWith(['procfs'], 'the memory of a registry on Azure', () => {
  const cleanUp = cleanUpAfterAll()
  let registry: RunningRegistry

  beforeAll(async () => {
    // One of its own, since it takes gigabytes that go with it.
    const azurite = cleanUp.use(await startAzurite())
    const azure = await azurite.container()
    const extraConfig = { storage: { redirect: { disable: true } } }
    registry = cleanUp.use(await startRegistry({ program: 'berth', azure, extraConfig }))
  })

  test('stays small while large layers come and go', async () => {
    const repositories = AT_ONCE.map((index) => `large/app-${index}`)
    const pushed = await Promise.all(
      repositories.map((repository) => pushStreamed(registry.url, repository, LAYER)),
    )
    const pulled = await Promise.all(
      repositories.map((repository, index) =>
        pullStreamed(registry.url, repository, pushed[index] ?? ''),
      ),
    )
    expect(pulled).toEqual(pushed)
    expect(peakResident(registry.pid)).toBeLessThan(LIMIT)
  })
})
