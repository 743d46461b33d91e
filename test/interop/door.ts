import { join } from 'node:path'
import { inject } from 'vitest'
import { createContainer } from '../support/azure-container.ts'
import type { OpenContainer } from '../support/azure-container.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import type { Credentials } from '../support/htpasswd.ts'
import { startRegistry } from '../support/registry-process.ts'
import type { LaunchSettings, Program, RunningRegistry } from '../support/registry-process.ts'

/** Who may enter a registry: anybody, or one user. */
export interface Door {
  readonly door: string
  readonly login?: Credentials
}

/** A registry's door, and where it keeps its images. */
export interface Place extends Door {
  readonly storage: 'on disk' | 'on Azure'
}

const OPEN: Door = { door: 'open' }
const PROTECTED: Door = { door: 'protected', login: ALICE }

/** Every client has to pass both. */
export const DOORS: readonly Door[] = [OPEN, PROTECTED]

/** A password that is not Alice's. */
export const WRONG_PASSWORD = 'incorrect horse'

/**
 * The registry that the suites test. BERTH_TESTS_PROGRAM=docker-registry tests the peer instead,
 * which shows whether a failure is Berth's or the suite's; it does not know an emulator of Azure.
 */
export const PROGRAM: Program =
  process.env['BERTH_TESTS_PROGRAM'] === 'docker-registry' ? 'docker-registry' : 'berth'

const ON_DISK: readonly Place[] = DOORS.map((door) => ({ ...door, storage: 'on disk' }))
const ON_AZURE: readonly Place[] = DOORS.map((door) => ({ ...door, storage: 'on Azure' }))

/** Every client has to find all in order at each of these: every door and every storage, not each with each. */
export const PLACES: readonly Place[] =
  PROGRAM === 'berth'
    ? [
        { ...PROTECTED, storage: 'on disk' },
        { ...OPEN, storage: 'on Azure' },
      ]
    : ON_DISK

/**
 * Each with each. For a client that keeps its login to itself when it is sent on to the storage, which
 * here has the same host name as the registry and refuses requests with any other login than its own.
 */
export const PLACES_CROSSED: readonly Place[] =
  PROGRAM === 'berth' ? [...ON_DISK, ...ON_AZURE] : ON_DISK

/** Starts the registry under test on a new place behind such a door; `cleanUp` ends both. */
export async function startBehind(
  { login, storage = 'on disk' }: Door & Partial<Place>,
  cleanUp: AsyncDisposableStack,
  options: Partial<LaunchSettings> = {},
): Promise<RunningRegistry> {
  const { path } = cleanUp.use(await temporaryFolder('registry'))
  const htpasswd = join(path, 'htpasswd')
  if (login) await writeHtpasswd(htpasswd, [login])
  const place = storage === 'on Azure' ? await newContainer() : { folder: join(path, 'storage') }
  const settings = { program: PROGRAM, ...(login && { htpasswd }), ...options }
  return cleanUp.use(await startRegistry({ ...settings, ...place }))
}

/** A container for one suite, at the run's Azurite. */
export async function newContainer(): Promise<{ readonly azure: OpenContainer }> {
  const account = inject('azureAccount')
  if (!account) throw new Error('no Azurite runs: start with --project interop')
  return { azure: await createContainer(account) }
}
