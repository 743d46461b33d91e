import { Writable } from 'node:stream'
import { inject } from 'vitest'
import type { Config } from '../../server/config/config.ts'
import { loadConfig } from '../../server/config/load.ts'
import { startServer, type ServerWishes } from '../../server/index.ts'
import type { RunningConsole } from '../../server/serve-console.ts'
import { createLog } from '../../server/log.ts'
import { createContainer, type OpenContainer } from '../support/azure-container.ts'
import { containerBackdoor, folderBackdoor, type Backdoor } from '../support/backdoor.ts'
import { temporaryFolder } from '../support/folder.ts'
import type { Answer, RequestOptions } from '../support/http-client.ts'
import { send } from '../support/http-client.ts'
import { registryConfig, type StoragePlace } from '../support/registry-config.ts'
import { ownHome } from '../support/own-home.ts'

/** What a test changes about the usual server: open, deleting allowed, on a free port of 127.0.0.1. */
export interface Wishes {
  /** Merged over the usual `config.yml`, section by section. */
  readonly config?: Readonly<Record<string, unknown>>
  /** `REGISTRY_*` variables. */
  readonly env?: Readonly<Record<string, string>>
  /** Where it stores; unless given, a place of its own: a folder, or a container where the run has an account. */
  readonly folder?: string
  readonly azure?: OpenContainer
  /** A free one unless given. */
  readonly port?: number
  /** Where engines are looked for. */
  readonly around?: ServerWishes['around']
  /** Of the built console. */
  readonly consoleFolder?: string
  /** What syncs with other registries need. */
  readonly syncs?: ServerWishes['syncs']
}

/** A server in this process; disposing of it stops it. */
export interface TestServer extends AsyncDisposable {
  /** `http://127.0.0.1:41234`, or the path of its socket. */
  readonly url: string
  /** Every address that it listens on; `url` is the first. */
  readonly urls: readonly string[]
  readonly port: number
  readonly console: RunningConsole | undefined
  /** Links to the console that took the place of used ones. */
  readonly nextLinks: readonly string[]
  /** Its storage, to look and meddle behind its back. */
  readonly backdoor: Backdoor
  /** What it logged, a JSON object a line. */
  readonly log: readonly string[]
  /** One request; `target` is a path, or a `Location` that it sent. */
  send(target: string, options?: RequestOptions): Promise<Answer>
  stop(): Promise<void>
}

/** The configuration that {@link startTestServer} would run. */
export function testConfig(
  place: StoragePlace,
  { config = {}, env = {}, port = 0 }: Wishes,
): Config {
  const written = registryConfig({ ...place, port, extraConfig: config })
  return loadConfig({ text: JSON.stringify(written), env: { ...ownHome(), ...env } }).config
}

/** Starts a server. @throws what `startServer` throws, or a ConfigError */
export async function startTestServer(wishes: Wishes = {}): Promise<TestServer> {
  const cleanUp = new AsyncDisposableStack()
  try {
    const { place, backdoor } = await storageFor(wishes, cleanUp)
    const config = testConfig(place, wishes)
    const { log, lines } = recordingLog(config)
    const nextLinks: string[] = []
    const { consoleFolder, around, syncs } = wishes
    const running = await startServer(config, log, {
      onConsoleLink: (link) => nextLinks.push(link),
      ...(consoleFolder !== undefined && { consoleFolder }),
      ...(around && { around }),
      ...(syncs && { syncs }),
    })
    cleanUp.defer(() => running.stop())
    const url = running.urls[0] ?? ''
    return {
      url,
      urls: running.urls,
      port: url.startsWith('http') ? Number(new URL(url).port) : 0,
      console: running.console,
      nextLinks,
      backdoor,
      log: lines,
      send: (target, options) => send(new URL(target, url), options),
      stop: () => running.stop(),
      [Symbol.asyncDispose]: () => cleanUp.disposeAsync(),
    }
  } catch (error) {
    await cleanUp.disposeAsync()
    throw error
  }
}

async function storageFor({ folder, azure }: Wishes, cleanUp: AsyncDisposableStack) {
  const account = folder === undefined ? inject('azureAccount') : undefined
  const container = azure ?? (account && (await createContainer(account)))
  if (container) {
    return { place: { azure: container }, backdoor: containerBackdoor(container.client) }
  }
  const root = folder ?? cleanUp.use(await temporaryFolder('http')).path
  return { place: { folder: root }, backdoor: folderBackdoor(root) }
}

/** The server's own log, kept in memory. */
export function recordingLog({ log }: Config) {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(...chunk.toString().trimEnd().split('\n'))
      done()
    },
  })
  return { log: createLog({ ...log, formatter: 'json' }, sink), lines }
}
