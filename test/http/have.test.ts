import { describe, expect, test } from 'vitest'
import { HAVE_HEADER, HAVE_MOST, type HaveQuestion } from '../../server/oci/have.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { asking, newImage, pushImage, putManifest } from '../support/http-image.ts'
import { digestOf } from '../support/snapshot.ts'
import { startTestServer } from './server.ts'

const cleanUp = cleanUpAfterAll()
const server = cleanUp.use(await startTestServer())
const [image, other] = [newImage(), newImage()]
await pushImage(asking(server.url), 'team/app', 'v1', image)
await putManifest(asking(server.url), 'team/app', 'v2', image.manifest)
await pushImage(asking(server.url), 'other', 'v1', other)

async function have(question: HaveQuestion | string) {
  const body = typeof question === 'string' ? question : JSON.stringify(question)
  const answer = await server.send('/v2/_berth/have', { method: 'POST', body: Buffer.from(body) })
  return { status: answer.status, told: JSON.parse(answer.body.toString()) }
}

const v1 = {
  tag: 'v1',
  digest: digestOf(image.manifest),
  mediaType: expect.any(String),
  size: image.manifest.length,
}

test('is announced', async () => {
  const { headers } = await server.send('/v2/')
  expect(headers[HAVE_HEADER.toLowerCase()]).toBe('1')
})

describe('POST /v2/_berth/have tells', () => {
  test('what tags stand for', async () => {
    const { told } = await have({ repository: 'team/app', tags: ['v1', 'none', 'not a tag'] })
    expect(told).toMatchObject({ tags: [v1] })
  })

  test('what is in the repository, and what it can take over', async () => {
    const digests = [image, other].flatMap(({ manifest, blobs }) =>
      [manifest, ...blobs].map(digestOf),
    )
    const { told } = await have({
      repository: 'team/app',
      digests: [...digests, `sha256:${'0'.repeat(64)}`, 'nonsense'],
    })
    expect(new Set(told.here)).toEqual(new Set([image.manifest, ...image.blobs].map(digestOf)))
    expect(told.elsewhere).toEqual(expect.arrayContaining(other.blobs.map(digestOf)))
  })

  test('all tags of many repositories, and which are none', async () => {
    const { told } = await have({ repositories: ['team/app', 'nobody', 'other'] })
    expect(told.listed).toMatchObject([
      { repository: 'team/app', tags: [{ tag: 'v1' }, { tag: 'v2' }] },
      { repository: 'nobody' },
      { repository: 'other', tags: [{ tag: 'v1', digest: digestOf(other.manifest) }] },
    ])
    expect(told.listed[1]).not.toHaveProperty('tags')
    const { told: rest } = await have({ repositories: ['team/app'], after: 'v1' })
    expect(rest.listed).toMatchObject([{ tags: [{ tag: 'v2' }] }])
  })
})

test.each([
  ['no JSON', '{'],
  ['too many', { repository: 'a', tags: Array<string>(HAVE_MOST + 1).fill('v1') }],
  ['no texts', '{"repository":"a","tags":[1]}'],
  ['no list', '{"repository":"a","digests":"x"}'],
  ['no name', { repository: 'NO', tags: ['v1'] }],
  ['nothing', '[]'],
])('refuses %s', async (_, question) => {
  const { status, told } = await have(question)
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
  expect(told.errors).toHaveLength(1)
})
