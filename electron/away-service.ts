import { METHODS, type MethodName, type Service } from '../server/control/contract.ts'
import { ControlError } from '../server/control/control-error.ts'
import type { ControlHost } from '../server/control/host.ts'
import { remotesMethods } from '../server/control/remotes-methods.ts'
import { desktopMethods, sessionOf, settingsMethods } from '../server/control/service.ts'
import { reachMethods } from '../server/control/reach-methods.ts'
import { setupMethods } from '../server/control/setup-methods.ts'
import { storageMethods, type StorageParts } from '../server/control/storage-methods.ts'
import type { LogRing } from '../server/log-ring.ts'

export interface AwayParts extends StorageParts {
  readonly version: string
  readonly host: ControlHost
  /** Why the registry is not there, for a person. */
  readonly trouble: string
  readonly log: LogRing
}

/** What can be asked of an app whose registry could not be started: enough to see why, and to mend it. */
export function awayService(parts: AwayParts): Service {
  const { host, trouble, log, storage } = parts
  const status: Service['registry.status'] = () => ({
    ...host.status(),
    storage: { kind: 'filesystem', place: '' },
    login: 'none',
    readOnly: false,
    deleteEnabled: false,
    index: { state: 'building', repositories: 0, tags: 0 },
    warnings: [{ id: 'not-started', text: 'The registry could not be started.', hint: trouble }],
  })
  const here: Partial<Service> = {
    'session.get': (_input, caller) => sessionOf(parts, caller),
    'registry.status': status,
    'registry.start': async (input, caller) => {
      await host.start?.()
      return status(input, caller)
    },
    'registry.restart': async () => await host.restart?.(),
    'transfers.list': () => [],
    'activity.list': () => [],
    'logs.list': ({ limit }) => log.latest(limit),
    // Unknown as long as the configuration could not be read.
    ...(host.settings && settingsMethods({ host, onStatus: () => undefined })),
    ...(storage && storageMethods({ storage })),
    ...desktopMethods({ host }),
    ...setupMethods({ host }),
    ...(host.reach && reachMethods(host)),
    ...remotesMethods({ host }),
  }
  const names = Object.keys(METHODS) as MethodName[]
  const refuse = (): never => {
    throw new ControlError('UNAVAILABLE', `the registry is not running: ${trouble}`)
  }
  const elsewhere = Object.fromEntries(names.map((name) => [name, refuse])) as unknown as Service
  return { ...elsewhere, ...here }
}
