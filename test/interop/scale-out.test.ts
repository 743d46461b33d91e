import type { ContainerClient } from '@azure/storage-blob'
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { beginHalf } from '../support/half-request.ts'
import type { Answer } from '../support/http-client.ts'
import { asking, expecting } from '../support/http-image.ts'
import type { Ask } from '../support/http-image.ts'
import { SERVED_BY } from '../support/nginx.ts'
import { digestOf } from '../support/snapshot.ts'
import { describeWith } from '../support/tools.ts'
import { locationOf, uploadedBytes, withQuery } from '../support/upload-url.ts'
import { balance, startInstances } from './scale-out.ts'
import type { Instances } from './scale-out.ts'

const UPLOADS = '/v2/scaled/out/blobs/uploads/'

/** Smaller than what Berth sends to Azure at once, larger, and as large. */
const CHUNKS = [100_000, 9_000_000, 1, 300_000, 8 * 2 ** 20].map((length) => randomBytes(length))
const BLOB = Buffer.concat(CHUNKS)

function patch(ask: Ask, location: string, from: number, body: Buffer): Promise<Answer> {
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Content-Range': `${from}-${from + body.length - 1}`,
  }
  return ask('PATCH', location, { headers, body })
}

function finish(ask: Ask, location: string, content: Buffer): Promise<Answer> {
  return expecting(201, ask, 'PUT', withQuery(location, `digest=${digestOf(content)}`))
}

async function pulled(ask: Ask, content: Buffer): Promise<string> {
  const path = `/v2/scaled/out/blobs/${digestOf(content)}`
  return digestOf((await expecting(200, ask, 'GET', path)).body)
}

describeWith(['nginx'], 'an upload through nginx to two registries in turn', () => {
  const cleanUp = cleanUpAfterAll()
  let instances: Instances
  let through: Ask

  beforeAll(async () => {
    instances = await startInstances(cleanUp)
    through = asking((await balance(instances, cleanUp)).url)
  })

  test.each([
    { end: 'the registry that did not get the last chunk', asksBefore: false },
    { end: 'the registry that got the last chunk', asksBefore: true },
  ])('ends with an empty PUT to $end', async ({ asksBefore }) => {
    const served: string[] = []
    const ask: Ask = async (...request) => {
      const answer = await through(...request)
      served.push(String(answer.headers[SERVED_BY]))
      return answer
    }
    let location = locationOf(await expecting(202, ask, 'POST', UPLOADS))
    let offset = 0
    for (const chunk of CHUNKS) {
      const answer = await patch(ask, location, offset, chunk)
      offset += chunk.length
      expect([answer.status, uploadedBytes(answer)]).toEqual([202, offset])
      location = locationOf(answer)
    }
    if (asksBefore) await expecting(204, ask, 'GET', location)
    const { headers } = await finish(ask, location, BLOB)
    expect(headers['docker-content-digest']).toBe(digestOf(BLOB))
    expect(served).toEqual(inTurn(served.length, served[0]))
    for (const { url } of [instances.one, instances.other]) {
      expect(await pulled(asking(url), BLOB)).toBe(digestOf(BLOB))
    }
  })

  function inTurn(length: number, first: string | undefined): string[] {
    const { one, other } = instances
    const hosts = one.host === first ? [one.host, other.host] : [other.host, one.host]
    return Array.from({ length }, (_, turn) => hosts[turn % 2] ?? '')
  }
})

describe('two registries over one container', () => {
  const cleanUp = cleanUpAfterAll()
  let one: Ask
  let other: Ask

  beforeAll(async () => {
    const instances = await startInstances(cleanUp)
    one = asking(instances.one.url)
    other = asking(instances.other.url)
  })

  test('a chunk that is sent again to the other is told where to go on', async () => {
    const location = locationOf(await expecting(202, one, 'POST', UPLOADS))
    const [first, second] = [randomBytes(1000), randomBytes(2000)]
    expect((await patch(one, location, 0, first)).status).toBe(202)
    const stale = await patch(other, location, 0, first)
    expect([stale.status, uploadedBytes(stale)]).toEqual([416, first.length])
    const next = await patch(one, locationOf(stale), first.length, second)
    expect(next.status).toBe(202)
    const whole = Buffer.concat([first, second])
    await finish(other, locationOf(next), whole)
    expect(await pulled(one, whole)).toBe(digestOf(whole))
  })

  test('of two chunks for one place, sent at once to both, one is taken', async () => {
    for (let round = 0; round < 20; round++) {
      const location = locationOf(await expecting(202, one, 'POST', UPLOADS))
      const bodies = [randomBytes(100_000), randomBytes(100_000)] as const
      const answers = await Promise.all([
        patch(one, location, 0, bodies[0]),
        patch(other, location, 0, bodies[1]),
      ])
      expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 416])
      expect(answers.map(uploadedBytes)).toEqual([100_000, 100_000])
      const taken = bodies[answers[0].status === 202 ? 0 : 1]
      await finish(round % 2 === 0 ? one : other, location, taken)
      expect(await pulled(one, taken)).toBe(digestOf(taken))
    }
  })
})

describe('an upload whose registry was killed', () => {
  const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = CHUNKS

  test.each([
    { when: 'between two chunks', sent: 0 },
    { when: 'in the middle of a chunk', sent: second.length / 2 },
  ])('$when, is finished by the other', async ({ sent }) => {
    await using cleanUp = new AsyncDisposableStack()
    const { one, other } = await startInstances(cleanUp)
    const ask = asking(other.url)
    const started = await expecting(202, asking(one.url), 'POST', UPLOADS)
    const location = locationOf(await patch(asking(one.url), locationOf(started), 0, first))
    const connection = sent > 0 && (await beginHalf(`${one.url}${location}`, second, sent))
    await one.kill()
    if (connection) connection.destroy()

    const found = await expecting(204, ask, 'GET', location)
    const offset = uploadedBytes(found) ?? NaN
    expect(offset).toBeGreaterThanOrEqual(first.length)
    expect(offset).toBeLessThanOrEqual(first.length + sent)
    const rest = await patch(ask, locationOf(found), offset, BLOB.subarray(offset))
    expect(rest.status).toBe(202)
    await finish(ask, locationOf(rest), BLOB)
    expect(await pulled(ask, BLOB)).toBe(digestOf(BLOB))
  })

  test('in the middle of its first chunk, may be begun anew in small ones by the other', async () => {
    await using cleanUp = new AsyncDisposableStack()
    const { one, other, container } = await startInstances(cleanUp)
    const location = locationOf(await expecting(202, asking(one.url), 'POST', UPLOADS))
    const broken = randomBytes(40 * 2 ** 20)
    const connection = await beginHalf(`${one.url}${location}`, broken, broken.length / 2)
    await vi.waitUntil(() => holdsUncommitted(container), { timeout: 10_000 })
    await one.kill()
    connection.destroy()

    const ask = asking(other.url)
    const small = randomBytes(1000)
    const sent = await patch(ask, location, 0, small)
    expect([sent.status, uploadedBytes(sent)]).toEqual([202, small.length])
    await finish(ask, locationOf(sent), small)
    expect(await pulled(ask, small)).toBe(digestOf(small))
  })
})

/** Whether blocks of an upload have arrived that are not a part of it yet. */
async function holdsUncommitted(container: ContainerClient): Promise<boolean> {
  const blobs = await Array.fromAsync(container.listBlobsFlat({ includeUncommitedBlobs: true }))
  return blobs.some(({ name }) => name.endsWith('/data'))
}
