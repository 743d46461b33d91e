import type { Care } from '../collect/care.ts'
import type { Config, Rules } from '../config/config.ts'
import type { CareSchedule } from '../control/care-contract.ts'
import type { ControlHost } from '../control/host.ts'
import type { Sessions } from '../control/sessions.ts'
import type { ControlSignals } from '../control/signals-methods.ts'
import type { Surroundings } from '../engines/surroundings.ts'
import type { Probes } from '../http/probes.ts'
import type { ServerLog } from '../log.ts'
import type { Doors } from '../open-doors.ts'
import type { Registry } from '../registry/registry.ts'
import type { SecretsKeeper } from '../secrets/secrets-keeper.ts'
import type { StorageDriver } from '../storage/driver.ts'
import type { KnownRemotes } from '../sync-targets/known-remotes.ts'
import type { ScheduleTimes } from '../sync-targets/schedule.ts'
import type { Witness } from '../traffic/witness.ts'

/** What a console is made of, or needs of the program around. */
export interface ConsoleParts {
  readonly config: Config
  /** As they are now. */
  readonly rules: () => Rules
  readonly registry: Registry
  readonly driver: StorageDriver
  readonly care: Care
  /** When space is freed by itself. */
  readonly schedule: () => CareSchedule
  readonly host: ControlHost
  readonly log: ServerLog
  /** What is told to those outside. */
  readonly signals: ControlSignals & { readonly announce?: Witness['announce'] }
  readonly probes: Probes
  /** Where the registry listens. */
  readonly urls: readonly string[]
  readonly doors: Pick<Doors, 'authenticator' | 'access' | 'lastUsed'>
  /** When what opens the storage ends by itself, in milliseconds since 1970; absent for never, or unknown. */
  readonly loginEnds?: number
  /** Absent where none can be kept. */
  readonly secrets?: SecretsKeeper
  /** Of people who are in already. */
  readonly sessions?: Sessions
  /** Where engines are looked for; this process's own machine and user unless given. */
  readonly around?: Surroundings
  readonly syncs?: SyncSurroundings | undefined
  /** Of the built console; unless given, where the build puts it. */
  readonly folder?: string | undefined
  /** Told of the token that takes the place of one that was used. */
  readonly onToken: (token: string) => void
}

/** What syncs with other registries need of the program around. */
export interface SyncSurroundings {
  /** Those that are saved. */
  readonly remotes: KnownRemotes
  /** Where is kept what syncs remember, when the images do not lie in a folder. */
  readonly folder?: string
  readonly times?: ScheduleTimes
}
