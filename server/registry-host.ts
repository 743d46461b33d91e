import type { Config } from './config/config.ts'
import type { ControlHost, HostSettings } from './control/host.ts'
import type { Gate } from './http/gate.ts'
import type { StorageHealth } from './storage-health.ts'
import { ControlError } from './control/control-error.ts'
import { AddressTaken } from './http/listen.ts'
import { pushHost } from './whereabouts.ts'

export interface RegistryHostParts {
  readonly config: Config
  /** Where the registry listens. */
  readonly urls: readonly string[]
  readonly gate: Gate
  readonly health: StorageHealth
  readonly settings?: HostSettings | undefined
  /** The registry's port, where it is let go of while the registry is stopped. */
  readonly port?: Port | undefined
  /** When the certificate in use ends, in milliseconds since 1970. */
  readonly certificateEnds?: number | undefined
  /** What the program around it can do besides. */
  readonly abilities?:
    | Pick<ControlHost, 'restart' | 'trouble' | 'desktop' | 'setup' | 'reach' | 'remotes'>
    | undefined
}

export interface Port {
  /** @throws AddressTaken */
  open(): Promise<void>
  close(): Promise<void>
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
  port,
  abilities,
  certificateEnds,
}: RegistryHostParts): ControlHost {
  let startedAt = Date.now()
  const away = () => (health.now.ok ? undefined : health.now.reason)
  return {
    status() {
      const reason = away()
      const open = reason === undefined ? 'running' : 'storage-away'
      const shut = gate.waitsFor > 0 ? 'stopping' : 'stopped'
      return {
        state: gate.isOpen ? open : shut,
        startedAt,
        addresses: urls,
        pushHost: pushHost(config, urls),
        ...(reason !== undefined && { reason }),
        ...(certificateEnds !== undefined && { certificateEnds }),
      }
    },
    async start() {
      if (gate.isOpen) return
      await reopened(port)
      startedAt = Date.now()
      gate.open()
    },
    async stop() {
      await gate.close(config.http.drainTimeout)
      // Somebody may have started it again meanwhile.
      if (!gate.isOpen) await port?.close()
    },
    ...abilities,
    ...(settings && { settings }),
  }
}

async function reopened(port: Port | undefined): Promise<void> {
  try {
    await port?.open()
  } catch (error) {
    if (!(error instanceof AddressTaken)) throw error
    throw new ControlError('CONFLICT', `${error.message} by another program`, undefined, {
      cause: error,
    })
  }
}
