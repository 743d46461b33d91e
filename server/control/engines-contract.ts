import { nothing, object, oneOf, secretText, text } from './check.ts'
import { read, write } from './method.ts'

/** Container engines on this machine, and whether they reach the registry. */

export type EngineKind = 'docker' | 'docker-desktop' | 'podman' | 'containerd'

export interface Engine {
  readonly id: string
  readonly kind: EngineKind
  /** For a person: `Docker Desktop`, or `Docker, context "colima"`. */
  readonly name: string
  /** A socket, a pipe or an address; for a command without one, its name. */
  readonly endpoint: string
  readonly state: 'available' | 'not-running' | 'not-allowed' | 'not-installed'
  /** What to do, where it is not available. */
  readonly hint?: string
  readonly version?: string
  /** As it tells. */
  readonly system?: string
  readonly isRootless?: boolean
  /** Its localhost is passed on to the registry by a container that Berth started. */
  readonly hasRelay: boolean
  /** Whether its user has logged in to the registry; absent where nobody has to. */
  readonly isLoggedIn?: boolean
}

export type EngineOutcome =
  /** It took the probe image from this very registry. */
  | 'reaches'
  /** Another registry answers it at the same address. */
  | 'other-registry'
  /** What answers there is no registry. */
  | 'other-program'
  /** Nobody answers: its localhost is not this machine's. */
  | 'refused'
  /** It cannot get there: no such name, or no way. */
  | 'unreachable'
  /** It insists on https, and the registry speaks http. */
  | 'wants-https'
  | 'untrusted-certificate'
  /** It speaks http, and the registry https. */
  | 'wants-http'
  | 'login-wanted'
  | 'not-running'
  | 'not-allowed'
  | 'timed-out'
  /** Anything else; `detail` has the engine's own words. */
  | 'failed'

export interface EngineCheck {
  readonly engine: string
  readonly outcome: EngineOutcome
  readonly text: string
  /** What the engine said, shortened. */
  readonly detail?: string
  /** The best first. */
  readonly remedies: readonly Remedy[]
}

export type RemedyKind = 'relay' | 'insecure-registries' | 'certs.d' | 'registries.conf'

/** A way out. */
export interface Remedy {
  readonly kind: RemedyKind
  readonly title: string
  /** What it does, and its limits. */
  readonly text: string
  /** Whether Berth can do it by itself. */
  readonly canDo: boolean
  /** For a person who does it by hand; none where only Berth can. */
  readonly steps: readonly RemedyStep[]
}

export interface RemedyStep {
  readonly text: string
  /** Commands, or what a file has to hold. */
  readonly code?: string
}

const engine = text(64)

export const ENGINES_METHODS = {
  'engines.list': read<readonly Engine[]>()(nothing),
  /** Has the engine pull a probe image from the registry; takes half a minute at most. */
  'engines.check': write<EngineCheck>()(object({ engine })),
  /** Does what a check offered, and checks again. */
  'engines.mend': write<EngineCheck>()(
    object({ engine, remedy: oneOf('relay', 'insecure-registries', 'certs.d', 'registries.conf') }),
  ),
  /** Takes the relay away again. */
  'engines.unmend': write<EngineCheck>()(object({ engine })),
  /** Logs the user of this machine in at the registry, as `docker login` does. */
  'engines.login': write<Engine>()(
    object({ engine, user: text(255), password: secretText(1_024) }),
  ),
} as const
