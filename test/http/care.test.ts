import { createServer, request } from 'node:http'
import { once } from 'node:events'
import { posix } from 'node:path'
import Koa from 'koa'
import { describe, expect, test } from 'vitest'
import type { Call } from '../../server/http/call.ts'
import { checkStorage, collectSpace } from '../../server/http/care.ts'
import { blobPath } from '../../server/registry/layout.ts'
import { parseDigest } from '../../server/oci/digest.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { asking, newImage, pushBlob, pushImage } from '../support/http-image.ts'
import { listening } from '../support/listening.ts'
import { digestOf } from '../support/snapshot.ts'
import { startTestServer, type TestServer } from './server.ts'

const cleanUp = cleanUpAfterAll()

/** The lines of the answer but for those that say how far it is. */
async function linesOf(server: TestServer, target: string): Promise<readonly object[]> {
  const { status, headers, body } = await server.send(target, { method: 'POST' })
  expect(status).toBe(200)
  expect(headers['content-type']).toBe('application/x-ndjson')
  const lines = body.toString().trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as object).filter((line) => !('progress' in line))
}

describe('a registry that serves', () => {
  test('frees nothing that was just pushed, and says how much waits', async () => {
    const server = cleanUp.use(await startTestServer())
    const lost = Buffer.from('in no image')
    await pushImage(asking(server.url), 'team/app', 'v1', newImage())
    await pushBlob(asking(server.url), 'team/app', lost)
    for (const query of ['dryrun', '', 'untagged']) {
      const lines = await linesOf(server, `/v2/_berth/collect?${query}`)
      expect(lines).toMatchObject([{ result: { removed: { bytes: 0, links: 0 } } }])
    }
  })

  test('tells of each fault, and changes nothing', async () => {
    const server = cleanUp.use(await startTestServer())
    const image = newImage()
    await pushImage(asking(server.url), 'team/app', 'v1', image)
    const [config = Buffer.alloc(0)] = image.blobs
    const digest = digestOf(config)
    await server.backdoor.remove(posix.dirname(blobPath(parseDigest(digest))))
    const fault = { kind: 'blob-missing', repository: 'team/app', tag: 'v1', digest }
    for (const query of ['', '?digests']) {
      const lines = await linesOf(server, `/v2/_berth/check${query}`)
      expect(lines).toMatchObject([{ fault }, { result: { faults: 1, tags: 1 } }])
    }
  })

  test.each([
    ['delete: {enabled: false}', { delete: { enabled: false } }, /storage\.delete\.enabled/],
    ['readonly', { maintenance: { readonly: { enabled: true } } }, /read-only/],
  ])('with %s deletes no image, and does the rest', async (_what, storage, message) => {
    const server = cleanUp.use(await startTestServer({ config: { storage } }))
    expect(await linesOf(server, '/v2/_berth/collect?untagged')).toStrictEqual([
      { error: expect.stringMatching(message) },
    ])
    for (const query of ['', 'untagged&dryrun']) {
      expect(await linesOf(server, `/v2/_berth/collect?${query}`)).toMatchObject([{ result: {} }])
    }
  })
})

test.each([
  ['collect', collectSpace],
  ['check', checkStorage],
] as const)('who hangs up stops a %s', async (_name, handle) => {
  const stopped = Promise.withResolvers<unknown>()
  const work = ({ signal, onProgress }: { signal?: AbortSignal; onProgress?: unknown }) => {
    signal?.addEventListener('abort', () => stopped.resolve(signal.reason))
    if (typeof onProgress === 'function') onProgress({ phase: 'listing', done: 1 })
    return stopped.promise as Promise<never>
  }
  const app = new Koa().use(async (ctx) => {
    const call = { ctx, request: ctx.req, response: ctx.res, query: new URLSearchParams() }
    await handle({ ...call, care: { collect: work, check: work } } as unknown as Call)
  })
  const { port } = cleanUp.use(await listening(createServer(app.callback())))
  const asked = request({ port, host: '127.0.0.1', method: 'POST' }).end()
  const [answer] = await once(asked, 'response')
  answer.destroy()
  expect(await stopped.promise).toMatchObject({ message: 'nobody waits for it any more' })
})
