import { join } from 'node:path'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import type { Credentials } from '../support/htpasswd.ts'
import { startRegistry } from '../support/registry-process.ts'
import type { Program, RegistryOptions, RunningRegistry } from '../support/registry-process.ts'

/** Who may enter a registry: anybody, or one user. */
export interface Door {
  readonly door: string
  readonly login?: Credentials
}

/** Every client has to pass both. */
export const DOORS: readonly Door[] = [{ door: 'open' }, { door: 'protected', login: ALICE }]

/** A password that is not Alice's. */
export const WRONG_PASSWORD = 'incorrect horse'

/**
 * The registry that the suites test. BERTH_TESTS_PROGRAM=docker-registry tests the peer instead,
 * which shows whether a failure is Berth's or the suite's.
 */
export const PROGRAM: Program =
  process.env['BERTH_TESTS_PROGRAM'] === 'docker-registry' ? 'docker-registry' : 'berth'

/** Starts the registry under test on a new folder behind such a door; `cleanUp` ends both. */
export async function startBehind(
  { login }: Door,
  cleanUp: AsyncDisposableStack,
  options: Partial<RegistryOptions> = {},
): Promise<RunningRegistry> {
  const { path } = cleanUp.use(await temporaryFolder('registry'))
  const htpasswd = join(path, 'htpasswd')
  if (login) await writeHtpasswd(htpasswd, [login])
  const settings = { program: PROGRAM, folder: join(path, 'storage'), ...(login && { htpasswd }) }
  return cleanUp.use(await startRegistry({ ...settings, ...options }))
}
