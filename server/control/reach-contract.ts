import { integer, nothing, object, oneOf, optional, text } from './check.ts'
import { read, write } from './method.ts'

/** Who can reach the registry: this computer alone, or others as well, by TLS. A part of the contract. */

export interface Reach {
  /** Other machines can reach it, once what the file says is in use. */
  readonly isOpen: boolean
  readonly port: number
  /** How others name it, such as `berth.local:5000`; of this machine, whether it is open or not. */
  readonly hosts: readonly string[]
  /** Somebody has to log in; it is not opened otherwise. */
  readonly hasUsers: boolean
  /** `http.host` names a proxy with TLS in front. */
  readonly isBehindProxy: boolean
  readonly certificate?: ReachCertificate
  /** Why a key could not be kept here, so that no certificate is made; for a person. */
  readonly cannotMake?: string
  /** What precedes the file, such as `--addr`, and has to be changed instead. */
  readonly fixedBy?: string
  readonly needsRestart: boolean
}

export interface ReachCertificate {
  readonly isMadeHere: boolean
  readonly file: string
  /** Names and addresses that it is for. */
  readonly names: readonly string[]
  readonly expiresAt: number
  /** Names and addresses of this machine that it is not for. */
  readonly missing: readonly string[]
  /** What others have to trust, in PEM: of the authority that signed it. Absent where it is of no private one. */
  readonly trust?: string
}

const path = text(4_096)

export const REACH_METHODS = {
  'reach.get': read<Reach>()(nothing),
  /**
   * Counts after a restart. `made-here` makes a certificate for this machine, `own` takes files, `proxy`
   * leaves TLS to what is in front. CONFLICT where there are no users, or no TLS.
   */
  'reach.open': write<Reach>()(
    object({
      port: integer(1, 65_535),
      tls: oneOf('made-here', 'own', 'proxy'),
      certificate: optional(path),
      key: optional(path),
    }),
  ),
  /** This computer alone, after a restart; a certificate that was made here is not used any more. */
  'reach.close': write<Reach>()(nothing),
  /** Another certificate made here, for the names of now; used after a restart. */
  'reach.renew': write<Reach>()(nothing),
} as const
