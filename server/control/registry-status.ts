import type { Config, Rules } from '../config/config.ts'
import { storagePlace } from '../whereabouts.ts'
import type { RegistryStatus, StorageStatus } from './registry-contract.ts'
import { createDiskSpace } from './disk-space.ts'
import type { ControlHost } from './host.ts'
import type { Library } from './library.ts'
import { warningsFor, type DiskSpace } from './warnings.ts'

export interface StatusParts {
  readonly config: Config
  /** As they are now. */
  readonly rules: () => Rules
  readonly host: ControlHost
  readonly library: Pick<Library, 'status' | 'usedBytes'>
  /** When what opens the storage ends by itself. */
  readonly loginEnds?: number | undefined
}

/** How the registry is, as of now. */
export function createRegistryStatus(parts: StatusParts): () => Promise<RegistryStatus> {
  const { config, rules, host, library, loginEnds } = parts
  const { driver } = config.storage
  const diskSpace =
    driver.kind === 'filesystem' ? createDiskSpace(driver.rootDirectory) : async () => undefined
  return async () => {
    const { reason, certificateEnds, ...status } = host.status()
    const { readOnly, deleteEnabled } = rules()
    const [index, usedBytes] = [library.status(), library.usedBytes()]
    const disk = await diskSpace()
    return {
      ...status,
      storage: storageStatus(driver, usedBytes, disk),
      login: config.auth.htpasswd ? 'htpasswd' : 'none',
      readOnly,
      deleteEnabled,
      index,
      warnings: warningsFor({
        config,
        readOnly,
        state: status.state,
        reason,
        disk,
        trouble: host.trouble?.(),
        certificateEnds,
        loginEnds,
      }),
    }
  }
}

function storageStatus(
  driver: Config['storage']['driver'],
  usedBytes: number | undefined,
  disk: DiskSpace | undefined,
): StorageStatus {
  return {
    kind: driver.kind,
    place: storagePlace(driver),
    ...(usedBytes !== undefined && { usedBytes }),
    ...(disk && { freeBytes: disk.freeBytes }),
  }
}
