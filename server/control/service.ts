import type { Rules } from '../config/config.ts'
import type { LogRing } from '../log-ring.ts'
import type { Traffic } from '../traffic/traffic.ts'
import type { CONTENTS_METHODS } from './contents-contract.ts'
import type { Contents } from './contents.ts'
import type { CareDesk } from './care.ts'
import { careMethods } from './care-methods.ts'
import type { Carry } from './carry.ts'
import type { Caller, Capability, Service, Session } from './contract.ts'
import type { RegistryStatus } from './registry-contract.ts'
import { ControlError } from './control-error.ts'
import { doctorMethods } from './doctor-methods.ts'
import type { Doctor } from './doctor.ts'
import { enginesMethods } from './engines-methods.ts'
import type { Engines } from './engines.ts'
import { historyFor } from './history-for.ts'
import type { ControlHost, HostDesktop, HostSettings } from './host.ts'
import { remotesMethods } from './remotes-methods.ts'
import type { Library } from './library.ts'
import { signalsMethods, type ControlSignals } from './signals-methods.ts'
import { reachMethods } from './reach-methods.ts'
import { peopleMethods } from './people-methods.ts'
import type { People } from './people.ts'
import type { Rights } from './rights.ts'
import { setupMethods } from './setup-methods.ts'
import { storageMethods, type StorageParts } from './storage-methods.ts'
import { syncMethods } from './sync-methods.ts'
import type { Sync } from './sync.ts'

export interface ServiceParts extends StorageParts {
  readonly version: string
  /** As they are now. */
  readonly rules: () => Rules
  readonly host: ControlHost
  readonly library: Library
  readonly contents: Contents
  readonly carry: Carry
  readonly engines: Engines
  readonly doctor: Doctor
  readonly people: People
  /** What each caller may do, and see. */
  readonly rights: Rights
  readonly sync: Sync
  readonly care: CareDesk
  readonly traffic: Pick<Traffic, 'transfers' | 'history' | 'record'>
  readonly log: LogRing
  readonly signals: ControlSignals
  readonly status: () => Promise<RegistryStatus>
  /** Whether the registry holds no image at all. */
  readonly isEmpty: () => Promise<boolean>
  /** Told after the console changed how the registry is. */
  readonly onStatus: () => void
}

/** Everything behind the contract. */
export function createService(parts: ServiceParts): Service {
  return {
    ...registryMethods(parts),
    ...settingsMethods(parts),
    ...storageMethods(parts),
    ...desktopMethods(parts),
    ...setupMethods(parts),
    ...reachMethods(parts.host),
    ...remotesMethods(parts),
    ...peopleMethods(parts),
    ...contentMethods(parts),
    ...fileMethods(parts),
    ...importMethods(parts),
    ...enginesMethods(parts.engines),
    ...doctorMethods(parts.doctor),
    ...careMethods(parts),
    ...trafficMethods(parts),
    ...syncMethods(parts),
    ...signalsMethods(parts.signals),
  }
}

type Methods<P extends string> = Pick<Service, Extract<keyof Service, `${P}.${string}`>>

function registryMethods(parts: ServiceParts): Methods<'session' | 'registry'> {
  const { host, status, onStatus } = parts
  const change = async (deed: (() => Promise<void>) | undefined): Promise<RegistryStatus> => {
    if (!deed) throw new ControlError('FORBIDDEN', 'this registry is started and stopped elsewhere')
    const done = deed()
    onStatus()
    await done
    onStatus()
    return await status()
  }
  return {
    'session.get': (_input, caller) => sessionOf(parts, caller, parts.rights.hasAll(caller)),
    'registry.status': status,
    'registry.start': () => change(host.start),
    'registry.stop': () => change(host.stop),
    'registry.restart': async () => {
      if (host.restart) return await host.restart()
      throw new ControlError('FORBIDDEN', 'restart Berth where it was started')
    },
  }
}

/**
 * What this host can do for whoever asks, and who that is.
 *
 * @param hasAll the access rules keep nothing from them
 */
export function sessionOf(
  { version, host }: Pick<ServiceParts, 'version' | 'host'>,
  { user }: Caller,
  hasAll = true,
): Session {
  const capabilities: Capability[] = []
  if (hasAll && host.start && host.stop) capabilities.push('start-stop')
  if (user !== undefined) capabilities.push('login')
  if (hasAll && host.restart) capabilities.push('restart')
  if (hasAll && host.desktop) capabilities.push('desktop')
  if (hasAll && host.settings) capabilities.push('settings')
  if (hasAll && host.remotes) capabilities.push('remotes')
  const limits = hasAll ? {} : { isLimited: true }
  return { version, capabilities, ...limits, ...(user !== undefined && { user }) }
}

/** @throws ControlError FORBIDDEN, from each where the settings of this host lie elsewhere */
export function settingsMethods({
  host,
  onStatus,
}: Pick<ServiceParts, 'host' | 'onStatus'>): Methods<'settings'> {
  const settings = (): HostSettings => {
    if (host.settings) return host.settings
    throw new ControlError('FORBIDDEN', 'the settings of this registry are changed elsewhere')
  }
  return {
    'settings.get': () => settings().list(),
    'settings.change': async ({ changes }) => {
      await settings().change(changes)
      onStatus()
      return settings().list()
    },
  }
}

/** @throws ControlError FORBIDDEN, from each where there is no app around the registry */
export function desktopMethods({ host }: Pick<ServiceParts, 'host'>): Methods<'desktop'> {
  const desktop = (): HostDesktop => {
    if (host.desktop) return host.desktop
    throw new ControlError('FORBIDDEN', 'this registry runs without an app around it')
  }
  return {
    'desktop.get': () => desktop().get(),
    'desktop.secrets': () => desktop().secrets(),
    'desktop.change': (changes) => desktop().change(changes),
  }
}

/** @throws ControlError FORBIDDEN */
export function checkMayChange(rules: () => Rules): void {
  if (rules().readOnly) throw new ControlError('FORBIDDEN', 'the registry is read-only for now')
}

function contentMethods({
  rules,
  library,
  carry,
  traffic,
  rights,
}: ServiceParts): Methods<'repositories' | 'tags' | 'manifests'> & Pick<Service, 'images.get'> {
  const mayChange = () => checkMayChange(rules)
  function mayDelete(): void {
    mayChange()
    if (rules().deleteEnabled) return
    throw new ControlError('FORBIDDEN', 'deleting is switched off: storage.delete.enabled')
  }

  return {
    'repositories.list': (input, caller) => library.listRepositories(input, rights.visible(caller)),
    'repositories.get': (input) => library.getRepository(input),
    'tags.list': (input) => library.listTags(input),
    'tags.previewDelete': (input) => library.previewDelete(input),
    'tags.delete': async (input, caller) => {
      mayDelete()
      const result = await library.deleteTags(input)
      for (const tag of result.deleted) {
        traffic.record({ action: 'delete', repository: input.repository, tag, ...doer(caller) })
      }
      return result
    },
    'tags.add': async (input, caller) => {
      mayChange()
      const added = await library.addTag(input, caller)
      const { tag, digest } = added
      traffic.record({
        action: 'retag',
        repository: input.repository,
        tag,
        digest,
        ...doer(caller),
      })
      return added
    },
    'tags.copy': (input, caller) => {
      mayChange()
      return carry.copyTag(input, caller)
    },
    'images.get': (input) => library.getImage(input),
    'manifests.raw': (input) => library.rawManifest(input),
  }
}

function fileMethods({ contents }: ServiceParts): Pick<Service, keyof typeof CONTENTS_METHODS> {
  return {
    'files.list': (input) => contents.listFiles(input),
    'files.search': (input) => contents.searchFiles(input),
    'files.get': (input) => contents.getFile(input),
    'files.view': (input, _caller, signal) => contents.viewFile(input, signal),
    'images.waste': (input) => contents.findWaste(input),
    'images.compare': (input) => contents.compareImages(input),
    'images.compareFiles': (input) => contents.compareFiles(input),
  }
}

const doer = (caller: Caller): Caller & { readonly agent: string } => ({
  ...caller,
  agent: 'console',
})

function importMethods({ rules, carry }: ServiceParts): Methods<'imports'> {
  return {
    'imports.get': (input) => carry.getImport(input),
    'imports.store': (input, caller) => {
      checkMayChange(rules)
      return carry.storeImport(input, caller)
    },
    'imports.discard': (input) => carry.discardImport(input),
  }
}

function trafficMethods({
  traffic,
  log,
  rights,
}: ServiceParts): Methods<'transfers' | 'activity' | 'logs'> {
  return {
    'transfers.list': (_input, caller) => {
      const isVisible = rights.visible(caller)
      return traffic.transfers().filter(({ repository }) => isVisible?.(repository) ?? true)
    },
    'activity.list': (input, caller) => historyFor(input, traffic, rights.visible(caller)),
    'logs.list': ({ limit }) => log.latest(limit),
  }
}
