import { createServer } from 'node:http'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { send } from '../support/http-client.ts'
import { listening } from '../support/listening.ts'
import { describeWith } from '../support/tools.ts'
import { openChromium, visit, type Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectSeen } from './expect-seen.ts'

const STOP = 'api/rpc/registry.stop'

/** A site of somebody else, with nothing on it. @returns its port */
async function startSite(cleanUp: AsyncDisposableStack): Promise<number> {
  const site = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html').end('<title>Another site</title>')
  })
  return cleanUp.use(await listening(site)).port
}

/** Calls a method as a page may do; what a script sees of the answer. */
function callFrom(page: Page, url: string, init: RequestInit): Promise<number | 'nothing'> {
  return page.evaluate(
    ([url, init]) =>
      fetch(url, { method: 'POST', credentials: 'include', body: '{}', ...init }).then(
        ({ status }) => status || ('nothing' as const),
        () => 'nothing' as const,
      ),
    [url, init] as const,
  )
}

/** Waits until the page's request to `url` was answered, and the answer kept from the page. */
async function kept(page: Page, url: string): Promise<string | undefined> {
  const failed = await page.waitForEvent('requestfailed', (request) => request.url() === url)
  return failed.failure()?.errorText
}

const NOT_FOR_OTHERS = 'net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin'
const JSON_TYPE = { headers: { 'Content-Type': 'application/json' } }

describeWith(['chromium'], 'pages of other sites', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let browser: Browser
  let here: Visit
  let port: number

  beforeAll(async () => {
    berth = await startConsole(cleanUp)
    browser = cleanUp.use(await openChromium())
    port = await startSite(cleanUp)
    here = await visit(browser)
    await here.page.goto(berth.link())
    await expectSeen(here.page.getByRole('heading', { name: 'Overview' }))
  })

  const registryAnswers = async () => (await send(`${berth.registry.url}/v2/`)).status === 200

  test('have nothing that the console has not: it can do all of this', async () => {
    const { page } = here
    expect(await callFrom(page, `${berth.url}${STOP}`, JSON_TYPE)).toBe(200)
    expect(await registryAnswers()).toBe(false)
    expect(await callFrom(page, `${berth.url}api/rpc/registry.start`, JSON_TYPE)).toBe(200)
    expect(await registryAnswers()).toBe(true)
  })

  // Another port of a host gets the cookies of the first; another name does not.
  describe.each(['127.0.0.1', 'localhost'])('at another port of %s', (host) => {
    let page: Page

    beforeEach(async () => {
      page = await here.page.context().newPage()
      await page.goto(`http://${host}:${port}/`)
      return () => page.close()
    })

    test('cannot call a method as the console does', async () => {
      expect(await callFrom(page, `${berth.url}${STOP}`, JSON_TYPE)).toBe('nothing')
      expect(await registryAnswers()).toBe(true)
    })

    test.each(['text/plain', 'application/x-www-form-urlencoded'])(
      'cannot call a method without asking first, as %s',
      async (type) => {
        const answer = kept(page, `${berth.url}${STOP}`)
        const init = { mode: 'no-cors', headers: { 'Content-Type': type } } as const
        expect(await callFrom(page, `${berth.url}${STOP}`, init)).toBe('nothing')
        expect(await answer).toBe(NOT_FOR_OTHERS)
        expect(await registryAnswers()).toBe(true)
      },
    )

    test('cannot call a method by a form', async () => {
      const refused = page.waitForResponse(`${berth.url}${STOP}`)
      await page.setContent(`<form method="post" enctype="text/plain" action="${berth.url}${STOP}">
        <input name='{"a":"' value='"}'><button>Send</button></form>`)
      await page.getByRole('button').click()
      expect((await refused).status()).toBe(403)
      expect(await registryAnswers()).toBe(true)
    })

    test('get no events', async () => {
      const heard = await page.evaluate(
        (url) =>
          new Promise<string>((resolve) => {
            const source = new EventSource(url, { withCredentials: true })
            for (const type of ['open', 'message', 'error']) {
              source.addEventListener(type, () => resolve(type))
            }
          }),
        `${berth.url}api/events`,
      )
      expect(heard).toBe('error')
    })

    test('cannot use a link up', async () => {
      const link = berth.link()
      const answer = kept(page, link)
      await page.evaluate((url) => fetch(url, { mode: 'no-cors' }).catch(() => undefined), link)
      expect(await answer).toBe(NOT_FOR_OTHERS)
      const other = await visit(browser)
      await other.page.goto(link)
      await expectSeen(other.page.getByRole('heading', { name: 'Overview' }))
      await other.page.context().close()
      await expect.poll(() => berth.link()).not.toBe(link)
    })

    test('cannot show the console in a frame', async () => {
      const refused = page.waitForResponse(berth.url)
      await page.setContent(`<iframe src="${berth.url}"></iframe>`)
      expect((await refused).status()).toBe(403)
    })
  })
})
