import { flag, list, nothing, object, oneOf, optional, text } from './check.ts'
import { read, write } from './method.ts'

/** What can be set, of the registry and of the app around it. */

/** What can be set in the console, by its key in config.yml. */
const SETTING_KEYS = [
  'http.addr',
  'console.addr',
  'http.draintimeout',
  'storage.filesystem.rootdirectory',
  'storage.delete.enabled',
  'storage.maintenance.readonly.enabled',
  'storage.maintenance.uploadpurging.enabled',
  'storage.maintenance.uploadpurging.age',
  'storage.maintenance.uploadpurging.interval',
  'storage.maintenance.gc.enabled',
  'storage.maintenance.gc.interval',
  'storage.maintenance.gc.untagged',
  'log.level',
  'log.accesslog.disabled',
] as const

export type SettingKey = (typeof SETTING_KEYS)[number]

/** Values are texts as config.yml has them, such as `true`, `168h` or `localhost:5000`. */
export interface Setting {
  readonly key: SettingKey
  /** What the configuration says now; empty for nothing. */
  readonly value: string
  readonly defaultValue: string
  readonly kind: 'switch' | 'choice' | 'text'
  /** Of a choice. */
  readonly choices?: readonly string[]
  readonly applies: 'at-once' | 'after-restart'
  /** What takes precedence over the file, such as `--port` or `REGISTRY_LOG_LEVEL`. */
  readonly fixedBy?: string
  /** Counts until Berth is restarted, where that is another value. */
  readonly inUse?: string
}

export interface Settings {
  /** Where they are kept. */
  readonly file: string
  readonly settings: readonly Setting[]
  /** The file says something that counts only after a restart, of these or of anything else. */
  readonly needsRestart: boolean
}

/** How the app keeps passwords, keys and tokens; none of them ever comes here. */
export interface SecretsView {
  /** `memory`: they are gone when Berth stops. */
  readonly kind: 'keychain' | 'file' | 'memory'
  /** Why it is no better place, and what to do about it. */
  readonly notices: readonly { readonly reason: string; readonly remedy: string }[]
}

/** Of the app on this machine, not of the registry. */
export interface DesktopSettings {
  readonly startAtLogin: boolean
  /** Closing the window leaves the app in the tray. */
  readonly hideOnClose: boolean
  readonly notifyPushes: boolean
  readonly notifyProblems: boolean
  /** Of syncs that ended. */
  readonly notifySyncs: boolean
}

export const SETTINGS_METHODS = {
  /** FORBIDDEN on a host whose settings lie elsewhere. */
  'settings.get': read<Settings>()(nothing),
  /**
   * Takes all of the changes or none; without a value a setting gets its default. INVALID_INPUT names
   * the key that was wrong.
   */
  'settings.change': write<Settings>()(
    object({
      changes: list(
        object({ key: oneOf(...SETTING_KEYS), value: optional(text(1_000, 0)) }),
        SETTING_KEYS.length,
      ),
    }),
  ),
  'desktop.get': read<DesktopSettings>()(nothing),
  'desktop.secrets': read<SecretsView>()(nothing),
  'desktop.change': write<DesktopSettings>()(
    object({
      startAtLogin: optional(flag),
      hideOnClose: optional(flag),
      notifyPushes: optional(flag),
      notifyProblems: optional(flag),
      notifySyncs: optional(flag),
    }),
  ),
} as const
