import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { loadConfig } from '../../server/config/load.ts'
import type { MethodName } from '../../server/control/contract.ts'
import { startServer } from '../../server/index.ts'
import { openSettings } from '../../server/settings/settings.ts'
import { userNamed } from '../http/access.ts'
import { recordingLog } from '../http/server.ts'
import { temporaryFolder } from '../support/folder.ts'
import { send, type Answer, type RequestOptions } from '../support/http-client.ts'
import { writeHtpasswd } from '../support/htpasswd.ts'
import { registryConfig } from '../support/registry-config.ts'
import { openByLogin, type Browser } from './browser.ts'

/** A registry whose settings can be changed in its console. */
export interface Peopled extends AsyncDisposable {
  readonly url: string
  readonly htpasswd: string
  readonly file: string
  readonly log: readonly string[]
  readonly send: (target: string, options?: RequestOptions) => Promise<Answer>
  /** The console in the browser of somebody who logged in. */
  readonly browserOf: (user: string) => Promise<Browser>
  /** The console as it is at the machine itself. */
  readonly here: (method: MethodName, input?: unknown) => Promise<unknown>
  readonly restart: () => Promise<void>
}

export interface PeopledOptions {
  /** Without any there is no htpasswd file. */
  readonly users?: readonly string[]
  /** Merged over the rest of `config.yml`. */
  readonly config?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
}

export async function startPeopled({
  users = [],
  config: extraConfig = {},
  env = {},
}: PeopledOptions = {}): Promise<Peopled> {
  const cleanUp = new AsyncDisposableStack()
  const { path } = cleanUp.use(await temporaryFolder('people'))
  const [file, htpasswd] = [join(path, 'etc', 'config.yml'), join(path, 'htpasswd')]
  await mkdir(join(path, 'etc'))
  if (users.length > 0) await writeHtpasswd(htpasswd, users.map(userNamed))
  const written = registryConfig({
    folder: join(path, 'images'),
    port: 0,
    ...(users.length > 0 && { htpasswd }),
    extraConfig,
  })
  await writeFile(file, `# ours\n${stringify(written)}`)
  const lines: string[] = []
  const start = async () => {
    const origin = { file, env: { HOME: path, ...env } }
    const loaded = loadConfig(origin)
    const { log, lines: logged } = recordingLog(loaded.config)
    const settings = openSettings(origin, loaded)
    const running = await startServer(loaded.config, log, { settings })
    return { running, logged }
  }
  let { running, logged } = await start()
  cleanUp.defer(() => running.stop())
  const url = (): string => running.urls[0] ?? ''
  const ask: Peopled['send'] = (target, options) => send(new URL(target, url()), options)
  return {
    get url() {
      return url()
    },
    file,
    htpasswd,
    get log() {
      return [...lines, ...logged]
    },
    send: ask,
    browserOf: (user) => openByLogin({ url: url(), send: ask }, userNamed(user)),
    async here(method, input) {
      const outcome = await running.console?.control.dispatch(method, input, {})
      if (outcome && 'output' in outcome) return outcome.output
      throw new Error(`${outcome?.failure.code}: ${outcome?.failure.message}`)
    },
    async restart() {
      await running.stop()
      lines.push(...logged)
      ;({ running, logged } = await start())
    },
    [Symbol.asyncDispose]: () => cleanUp.disposeAsync(),
  }
}
