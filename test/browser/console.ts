import { join } from 'node:path'
import { temporaryFolder } from '../support/folder.ts'
import { writeHtpasswd, type Credentials } from '../support/htpasswd.ts'
import { printedLink } from '../support/printed-link.ts'
import { startRegistry, type RunningRegistry } from '../support/registry-process.ts'

export interface ConsoleOptions {
  /** With it people log in; without it they come by the link. */
  readonly login?: Credentials
  /** Where both registry and console lie. */
  readonly prefix?: string
  /** Merged over the rest of the configuration, section by section. */
  readonly extraConfig?: Readonly<Record<string, unknown>>
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>
}

/** A registry with its console, which can be stopped and started again. */
export interface RunningConsole {
  readonly registry: RunningRegistry
  /** `http://127.0.0.1:PORT/`, with the prefix. */
  readonly url: string
  /** The link that was printed last. */
  readonly link: () => string
  readonly stop: () => Promise<void>
  /** Again, on the same port and folder. */
  readonly start: () => Promise<void>
}

/** Starts a registry on a new folder; `cleanUp` ends it. */
export async function startConsole(
  cleanUp: AsyncDisposableStack,
  { login, prefix, extraConfig, env }: ConsoleOptions = {},
): Promise<RunningConsole> {
  const { path } = cleanUp.use(await temporaryFolder('console'))
  const htpasswd = join(path, 'htpasswd')
  if (login) await writeHtpasswd(htpasswd, [login])
  const settings = {
    program: 'berth',
    folder: join(path, 'images'),
    ...(login && { htpasswd }),
    ...(prefix !== undefined && { prefix }),
    ...(extraConfig && { extraConfig }),
    ...(env && { env }),
  } as const
  let registry = await startRegistry(settings)
  const { port } = registry
  cleanUp.defer(() => registry[Symbol.asyncDispose]())
  return {
    get registry() {
      return registry
    },
    url: `${registry.url}${prefix ?? '/'}`,
    link: () => printedLink(registry.output()),
    stop: () => registry.stop(),
    async start() {
      registry = await startRegistry({ ...settings, port })
    },
  }
}
