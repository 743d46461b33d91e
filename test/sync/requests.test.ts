import { describe, expect, test } from 'vitest'
import { startTestServer } from '../http/server.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { startMeddlingProxy, type MeddlingProxy } from '../support/meddling-proxy.ts'
import { sourceFolder } from './source-folder.ts'
import { syncFolder } from './sync-folder.ts'

const REPOSITORIES = 4
const TAGS = 40
const cleanUp = cleanUpAfterAll()

/** As something on the way may do that knows only the protocol. */
const refuse = ({ url = '' }: { readonly url?: string | undefined }) =>
  url.includes('_berth') ? { status: 404 } : undefined

describe('what is level already costs', async () => {
  const { path } = cleanUp.use(await temporaryFolder('requests'))
  const source = sourceFolder(path)
  const { shelf } = source
  for (let at = 0; at < REPOSITORIES; at++) {
    const image = shelf.image([shelf.layer(100)])
    await source.put(`app${at}:t0`, image)
    await source.tag(
      `app${at}`,
      image,
      Array.from({ length: TAGS - 1 }, (_, more) => `t${more + 1}`),
    )
  }
  await source.refer('app0', shelf.image([shelf.layer(1)]))
  const target = cleanUp.use(await startTestServer())

  async function requestsOf(proxy: MeddlingProxy, pull = false): Promise<readonly string[]> {
    const before = proxy.seen.length
    const rule = pull ? ({ direction: 'pull' } as const) : {}
    const { outcomes, plan } = await syncFolder({ folder: path, url: proxy.url, rule })
    expect(outcomes.filter(({ state }) => state === 'failed')).toEqual([])
    expect(plan.totals.equal + plan.totals.new).toBe(REPOSITORIES * TAGS)
    return proxy.seen.slice(before)
  }

  test.each([
    ['push', false],
    ['pull', true],
  ])('one request for many tags between Berths: %s', async (_, pull) => {
    const proxy = cleanUp.use(await startMeddlingProxy(target.url))
    await requestsOf(proxy)
    const seen = await requestsOf(proxy, pull)
    // Who are you, what can you do, and then a question for a hundred tags at most.
    expect(seen.length).toBeLessThanOrEqual(3 + (REPOSITORIES * TAGS) / 100)
  })

  test.each([
    ['push', false, 2],
    ['pull', true, 3],
  ])('a request a page and one a tag elsewhere: %s', async (_, pull, more) => {
    const proxy = cleanUp.use(await startMeddlingProxy(target.url, undefined, ['berth-have']))
    await requestsOf(proxy)
    const seen = await requestsOf(proxy, pull)
    expect(seen.filter((request) => request.includes('_berth'))).toEqual([])
    expect(seen.length).toBeLessThanOrEqual(REPOSITORIES + REPOSITORIES * TAGS + more)
  })

  test('no more where the answer to many questions does not come', async () => {
    const proxy = cleanUp.use(await startMeddlingProxy(target.url, refuse))
    const seen = await requestsOf(proxy)
    expect(seen.filter((request) => request.includes('_berth'))).toHaveLength(1)
  })
})
