import { randomBytes } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { asking, digestsOf, newImage, pullImage, pushImage } from '../support/http-image.ts'
import type { Ask } from '../support/http-image.ts'
import { describeWith } from '../support/tools.ts'
import { balance, startInstances } from './scale-out.ts'

const IMAGES = 200
const REPOSITORIES = 20

describeWith(['nginx'], 'two registries over one container, behind nginx', () => {
  const cleanUp = cleanUpAfterAll()
  let ask: Ask

  beforeAll(async () => {
    ask = asking((await balance(await startInstances(cleanUp), cleanUp)).url)
  })

  test(`take ${IMAGES} images at once and serve every one of them`, async () => {
    // A base that all have, so that many pushes end in the same blob at the same time.
    const base = randomBytes(64 * 1024)
    const images = Array.from({ length: IMAGES }, (_, index) => ({
      repository: `load/app-${index % REPOSITORIES}`,
      tag: `v${index}`,
      image: newImage([base]),
    }))
    const pushes = images.map(({ repository, tag, image }) =>
      pushImage(ask, repository, tag, image),
    )
    expect(failuresOf(await Promise.allSettled(pushes))).toEqual([])
    const pulls = images.map(({ repository, tag }) => pullImage(ask, repository, tag))
    const pulled = await Promise.allSettled(pulls)
    expect(failuresOf(pulled)).toEqual([])
    expect(pulled.map((pull) => pull.status === 'fulfilled' && pull.value)).toEqual(
      images.map(({ image }) => digestsOf(image)),
    )
  })
})

function failuresOf(outcomes: readonly PromiseSettledResult<unknown>[]): string[] {
  return outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [String(outcome.reason)] : [],
  )
}
