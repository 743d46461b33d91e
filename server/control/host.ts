import type { AccessRule, Config } from '../config/config.ts'
import type { Input } from './contract.ts'
import type { RegistryStatus } from './registry-contract.ts'
import type { HostRemotes } from './remotes.ts'
import type { StorageSettings } from './storage.ts'
import type { DesktopSettings, SecretsView, Settings } from './settings-contract.ts'
import type { Reach } from './reach-contract.ts'
import type { Setup } from './setup-contract.ts'

/** The program around a registry: what only it knows, and can do. */
export interface ControlHost {
  status(): Pick<RegistryStatus, 'state' | 'startedAt' | 'addresses' | 'pushHost'> & {
    /** Why storage is away. */
    readonly reason?: string
    /** When the certificate in use ends. */
    readonly certificateEnds?: number
  }
  /** Resolves when the registry serves again. */
  start?(): Promise<void>
  /** Resolves when the registry serves nobody any more. */
  stop?(): Promise<void>
  /**
   * Resolves when it serves again; where the answer comes through what is stopped for it, when it is about
   * to. @throws ControlError when the settings of now cannot be read; then nothing has changed
   */
  restart?(): Promise<void>
  /** Why the last restart went back to what ran before; for a person. */
  trouble?(): string | undefined
  readonly desktop?: HostDesktop
  /** What was told to the registry and can be told otherwise. */
  readonly settings?: HostSettings
  /** How far setting it up has come. */
  readonly setup?: HostSetup
  /** Other registries, with what logs in there. */
  readonly remotes?: HostRemotes
  /** Who can reach it, where that can be changed. */
  readonly reach?: HostReach
}

export interface HostReach {
  get(): Promise<Reach>
  open(how: Input<'reach.open'>): Promise<Reach>
  close(): Promise<Reach>
  renew(): Promise<Reach>
}

/** Without a value the key is taken out of the file. */
export interface FileChange {
  /** A dotted path. */
  readonly key: string
  readonly value?: string | undefined
}

export interface HostSetup {
  /** Nothing was configured by anybody when Berth started. */
  readonly isUntouched: boolean
  get(): Promise<SetupSoFar>
  keep(changes: Input<'setup.keep'>): Promise<SetupSoFar>
}

/** Without a state nobody has begun. */
export type SetupSoFar = Omit<Setup, 'state'> & Partial<Pick<Setup, 'state'>>

export interface HostDesktop {
  get(): DesktopSettings
  secrets(): Promise<SecretsView>
  change(changes: Input<'desktop.change'>): Promise<DesktopSettings>
}

/** Settings of a registry that runs, and is told what they amount to. */
export interface RunningSettings extends HostSettings {
  /** Calls back with the configuration that a change has led to. */
  onChange(listener: (config: Config) => void): void
  /** What the file amounts to now. */
  readonly now: Config
  /** What precedes the file for a key, such as `--addr` or a variable. */
  sourceOf(key: string): string | undefined
  /** As `change`, for keys that the console does not list. */
  write(changes: readonly FileChange[]): Promise<void>
}

export interface HostSettings {
  /** Who may use the registry. */
  readonly people: HostPeople
  list(): Settings
  /** @throws ControlError INVALID_INPUT with the key as its field, or UNAVAILABLE when the file cannot be written */
  change(changes: Input<'settings.change'>['changes']): Promise<void>
  readonly storage: StorageSettings
}

/** What is set about people. Each change throws ControlError as `HostSettings.change` does. */
export interface HostPeople {
  /** The file of the users who may log in, as it will count after the next start; undefined: nobody has to. */
  userFile(): string | undefined
  /** Where a file of users goes that nobody has set. */
  readonly newUserFile: string
  access(): { readonly rules?: readonly AccessRule[]; readonly fixedBy?: string }
  /** Undefined: all who log in may do all. Counts at once. */
  changeAccess(rules: readonly AccessRule[] | undefined): Promise<void>
  /** Has people log in with the users of this file, from the next start on. */
  useUserFile(path: string): Promise<void>
}
