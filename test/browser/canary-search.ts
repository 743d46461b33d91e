import { CLI } from '../support/cli.ts'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newBrowser, type Browser as Window } from '../control/browser.ts'
import type { EventReader } from '../control/event-reader.ts'
import { canariesIn, filesWith } from '../support/canaries.ts'
import { attempt } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { writeHtpasswd, type Credentials } from '../support/htpasswd.ts'
import { send } from '../support/http-client.ts'
import { startOwnBerth, type OwnBerth } from '../support/own-berth.ts'
import { watchProcesses, type ProcessWatch } from '../support/process-watch.ts'
import { openChromium, visit } from './chromium.ts'
import { heapOf, contentOf } from './heap.ts'

/** A Berth that is looked at from all sides while somebody uses it. */
export interface Watched {
  readonly berth: OwnBerth
  readonly processes: ProcessWatch
  readonly page: Page
  readonly browser: Browser
  /** Another window, in which alice is logged in. */
  readonly api: Window
  readonly events: EventReader
  /** What Berth runs with. */
  readonly env: Readonly<Record<string, string>>
}

/** Starts it with this one user, and tells all it can. */
export async function startWatched(
  cleanUp: AsyncDisposableStack,
  alice: Credentials,
  env: Readonly<Record<string, string>>,
): Promise<Watched> {
  const { path } = cleanUp.use(await temporaryFolder('canaries'))
  const htpasswd = join(path, 'htpasswd')
  await writeHtpasswd(htpasswd, [alice])
  const berth = await startOwnBerth(cleanUp, {
    config: {
      auth: { htpasswd: { realm: 'berth', path: htpasswd } },
      log: { level: 'debug', accesslog: { disabled: false } },
    },
    env,
  })
  const processes = cleanUp.use(watchProcesses(berth.pid))
  const browser = cleanUp.use(await openChromium())
  const { page } = await visit(browser)
  const api = newBrowser({
    url: berth.url,
    send: (target, options) => send(`${berth.url}${target}`, options),
  })
  await api.post('/api/login', { user: alice.username, password: alice.password })
  const events = cleanUp.use(await api.events())
  return { berth, processes, page, browser, api, events, env }
}

export interface Searched {
  readonly watched: () => Watched
  readonly canaries: () => Readonly<Record<string, string>>
  /** What the page shows in the end, to be found in its memory. */
  readonly shown: string
}

/** Makes the tests that look for canaries where none may be. */
export function testNoneIsLeft({ watched, canaries, shown }: Searched): void {
  test('of what was logged', async () => {
    const { api, berth } = watched()
    const lines = await api.call('logs.list', { limit: 2_000 })
    expect(lines.length).toBeGreaterThan(3)
    const all = berth.output() + JSON.stringify(lines)
    expect(canariesIn(all, canaries())).toEqual([])
    expect(all).not.toContain('PRIVATE KEY')
  })

  test('of what windows were told', () => {
    const text = watched().events.text()
    expect(text).toContain('"status"')
    expect(canariesIn(text, canaries())).toEqual([])
  })

  test('in what is gathered to find a fault', async () => {
    const bundle = JSON.stringify(await watched().api.call('doctor.bundle', undefined))
    expect(bundle).toContain('htpasswd')
    expect(canariesIn(bundle, canaries())).toEqual([])
  })

  test('in what `berth doctor` says', async () => {
    const { berth, env } = watched()
    const { home } = berth
    const { stdout, stderr } = await attempt(process.execPath, [CLI, 'doctor', '--json'], {
      env: { HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, ...env },
    })
    expect(stdout).toContain('"results"')
    expect(canariesIn(stdout + stderr, canaries())).toEqual([])
  })

  test('in any file', async () => {
    const { home } = watched().berth
    expect(await filesWith(home, { ...canaries(), key: 'PRIVATE KEY' })).toEqual([])
  })

  test('in the arguments of any process', () => {
    const lines = watched().processes.seen()
    expect(lines.some((line) => line.includes('cli.js serve'))).toBe(true)
    expect(canariesIn(lines.join('\n'), canaries())).toEqual([])
  })

  test('in the page', async () => {
    expect(canariesIn(await contentOf(watched().page), canaries())).toEqual([])
  })

  test('in the memory of the page, once its fields are left', async () => {
    const heap = await heapOf(watched().page)
    // What it shows is there to be found.
    expect(heap).toContain(shown)
    expect(canariesIn(heap, canaries())).toEqual([])
  })
}
