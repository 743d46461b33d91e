import type { Config } from './config/config.ts'
import type { ControlHost, HostSettings } from './control/host.ts'
import type { Gate } from './http/gate.ts'
import type { StorageHealth } from './storage-health.ts'
import { pushHost } from './whereabouts.ts'

export interface RegistryHostParts {
  readonly config: Config
  /** Where the registry listens. */
  readonly urls: readonly string[]
  readonly gate: Gate
  readonly health: StorageHealth
  readonly settings?: HostSettings | undefined
}

/**
 * Stops and starts a registry in a process that goes on: while it is stopped it answers 503, so that the
 * console at the same address stays.
 */
export function createRegistryHost({
  config,
  urls,
  gate,
  health,
  settings,
}: RegistryHostParts): ControlHost {
  let startedAt = Date.now()
  const away = () => (health.now.ok ? undefined : health.now.reason)
  return {
    status() {
      const reason = away()
      const open = reason === undefined ? 'running' : 'storage-away'
      return {
        state: gate.isOpen ? open : 'stopped',
        startedAt,
        addresses: urls,
        pushHost: pushHost(config, urls),
        ...(reason !== undefined && { reason }),
      }
    },
    async start() {
      if (!gate.isOpen) startedAt = Date.now()
      gate.open()
    },
    stop: () => gate.close(config.http.drainTimeout),
    ...(settings && { settings }),
  }
}
