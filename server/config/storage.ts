import { resolve } from 'node:path'
import { azureConfig } from './azure.ts'
import { isAzureVariable } from './azure-variables.ts'
import type { StorageConfig } from './config.ts'
import { defaultRootDirectory, distributionRootDirectory } from './data-folder.ts'
import { hours, longestTimer } from './duration.ts'
import type { Settings } from './keys.ts'
import type { Spot } from './report.ts'
import { below, problem, warning } from './report.ts'
import type { Surroundings } from './surroundings.ts'

type Storage = Settings['storage']
type Driver = StorageConfig['driver']

/** The section `storage` with its defaults. `spot` is that section. */
export function storageConfig(storage: Storage, around: Surroundings, spot: Spot): StorageConfig {
  const driver = driverConfig(storage, around, spot)
  return {
    driver,
    deleteEnabled: storage.delete.enabled ?? !around.hasFile,
    cache: keepsCache(storage.cache, below(spot, 'cache')),
    uploadPurging: uploadPurging(storage.maintenance.uploadpurging, spot),
    gc: gc(storage.maintenance.gc, freesByItself(driver, around), below(spot, 'maintenance', 'gc')),
    readOnly: storage.maintenance.readonly.enabled ?? false,
    redirect: redirects(storage.redirect.disable, driver, below(spot, 'redirect', 'disable')),
  }
}

function driverConfig(storage: Storage, around: Surroundings, spot: Spot): Driver {
  const { filesystem, inmemory, azure } = storage
  if (filesystem === undefined && (inmemory ?? azure)) {
    const name = inmemory ? 'inmemory' : 'azure'
    const chosen = below(spot, name)
    if (around.overrides.dataFolder !== undefined) {
      problem(
        chosen,
        '--data names a folder, but this is the storage driver; leave one of them out',
      )
    }
    if (azure) return explained(azureConfig(azure, chosen), chosen)
    warning(chosen, 'images are kept in memory only and are gone when Berth stops')
    return { kind: 'inmemory' }
  }
  return { kind: 'filesystem', rootDirectory: rootDirectory(filesystem, around) }
}

/** Says why Azure is asked for at all where only a variable chose it and something is wrong. */
function explained(config: Driver, spot: Spot): Driver {
  const isWrong = spot.report.problems.some(({ key }) => key?.startsWith('storage.azure'))
  if (isWrong && isAzureVariable(spot)) {
    problem(spot, 'chosen by this variable, since no driver is named in storage and none by --data')
  }
  return config
}

/**
 * Who names the driver without a folder means Distribution's, where the platform has such a place;
 * who names none leaves it to Berth.
 */
function rootDirectory(driver: Storage['filesystem'], around: Surroundings): string {
  const { platform, env, cwd, overrides } = around
  const given = overrides.dataFolder ?? driver?.rootdirectory
  if (given !== undefined) return resolve(cwd, given)
  return driver ? distributionRootDirectory(platform, env) : defaultRootDirectory(platform, env)
}

/** Distribution's is off unless asked for, since its entries outlive what they tell of; ours do not. */
function keepsCache({ blobdescriptor, layerinfo }: Storage['cache'], spot: Spot): boolean {
  const cache = blobdescriptor ?? layerinfo
  if (cache === 'redis') {
    const key = blobdescriptor ? 'blobdescriptor' : 'layerinfo'
    warning(below(spot, key), 'Berth keeps this cache in memory, not in Redis')
  }
  return cache !== 'none'
}

function uploadPurging(
  purging: Storage['maintenance']['uploadpurging'],
  spot: Spot,
): StorageConfig['uploadPurging'] {
  if (purging.interval === 0) {
    const interval = below(spot, 'maintenance', 'uploadpurging', 'interval')
    problem(interval, 'found "0", allowed: more than 0; to purge nothing set enabled: false')
  }
  return {
    enabled: purging.enabled ?? true,
    age: purging.age ?? 168 * hours,
    interval: Math.min(purging.interval ?? 24 * hours, longestTimer),
    dryRun: purging.dryrun ?? false,
  }
}

/** Shorter than any push that is worth a thought. */
const SHORTEST_GRACE = 60_000

/**
 * Where a file of Distribution's kind counts, nothing goes that Distribution would have kept; and in a
 * container another registry may write beside Berth, which knows nothing of what Berth collects.
 */
const freesByItself = ({ kind }: Driver, { hasFile }: Surroundings): boolean =>
  !hasFile && kind !== 'azure'

function gc(
  keys: Storage['maintenance']['gc'],
  byDefault: boolean,
  spot: Spot,
): StorageConfig['gc'] {
  const { enabled = byDefault, interval = 24 * hours, untagged = false, grace = hours } = keys
  if (interval === 0) {
    problem(
      below(spot, 'interval'),
      'found "0", allowed: more than 0; to free no space by itself set enabled: false',
    )
  }
  if (grace < SHORTEST_GRACE) {
    problem(below(spot, 'grace'), 'found less than a minute: a push that is under way needs more')
  }
  return { enabled, interval: Math.min(interval, longestTimer), untagged, grace }
}

/**
 * Unasked only over TLS: a client that pulls by https must not be sent to http. Who writes
 * `disable: false` knows better, as with an emulator.
 */
function redirects(disable: boolean | undefined, driver: Driver, spot: Spot): boolean {
  if (driver.kind !== 'azure') {
    if (disable === false) warning(spot, `the ${driver.kind} driver serves blobs itself`)
    return false
  }
  const canSign = driver.credential.kind !== 'sas'
  if (disable === false && !canSign) {
    warning(spot, 'a SAS cannot sign links for clients, so Berth serves blobs itself')
  }
  return canSign && !(disable ?? driver.serviceUrl.protocol !== 'https:')
}
