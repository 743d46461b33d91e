import type { Config } from '../config/config.ts'
import { isLoopbackOnly } from '../http/guard.ts'
import type { RegistryStatus, Warning } from './registry-contract.ts'

/** What a warning is made of. */
export interface Situation {
  readonly config: Config
  readonly readOnly: boolean
  readonly state: RegistryStatus['state']
  /** Why storage is away. */
  readonly reason?: string | undefined
  readonly disk?: DiskSpace | undefined
  /** Why the settings of now are not in use. */
  readonly trouble?: string | undefined
  readonly certificateEnds?: number | undefined
  /** When the SAS that opens the storage ends, in milliseconds since 1970. */
  readonly loginEnds?: number | undefined
}

export interface DiskSpace {
  readonly freeBytes: number
  readonly totalBytes: number
}

const GIB = 1024 ** 3

/** The most urgent first. */
export function warningsFor(situation: Situation): readonly Warning[] {
  const { config } = situation
  const checks = [
    storageAway(situation),
    notRestarted(situation),
    sasExpires(situation),
    diskLow(situation),
    openToNetwork(config),
    noTls(config),
    certificateEnding(situation),
    readOnlyNow(situation),
  ]
  return checks.filter((warning) => warning !== undefined)
}

function storageAway({ state, reason }: Situation): Warning | undefined {
  if (state !== 'storage-away') return undefined
  return {
    id: 'storage-away',
    text: 'The storage cannot be used; pushes and pulls fail until it is back.',
    hint: reason ?? 'The log says why.',
  }
}

function notRestarted({ trouble }: Situation): Warning | undefined {
  if (trouble === undefined) return undefined
  return {
    id: 'restart-failed',
    text: 'Berth could not start with the new settings and went back to those before.',
    hint: trouble,
  }
}

const DAY = 24 * 3_600_000
/** How long before its end a SAS is told of, in days. */
const AHEAD = 7

function sasExpires({ loginEnds }: Situation, now = Date.now()): Warning | undefined {
  if (loginEnds === undefined || loginEnds - now > AHEAD * DAY) return undefined
  const days = Math.floor((loginEnds - now) / DAY)
  const when = days < 1 ? 'in less than a day' : days === 1 ? 'in a day' : `in ${days} days`
  return {
    id: 'sas-expires',
    text:
      loginEnds <= now
        ? 'The SAS that opens the storage has expired.'
        : `The SAS that opens the storage expires ${when}.`,
    hint: 'Make a new one in the portal, for the container with racwdl, and replace it under Credentials.',
  }
}

/** Small disks are full later than large ones. */
function diskLow({ disk }: Situation): Warning | undefined {
  if (!disk || disk.freeBytes >= Math.min(5 * GIB, disk.totalBytes / 10)) return undefined
  return {
    id: 'disk-low',
    text: 'The disk that holds the images is almost full.',
    hint: 'Make room on it, or move the images to a larger one.',
  }
}

function openToNetwork({ auth, http }: Config): Warning | undefined {
  if (auth.htpasswd || isLoopbackOnly(http.listen)) return undefined
  return {
    id: 'open-to-network',
    text: 'Other machines can reach this registry, and it asks nobody for a login.',
    hint: 'Set auth.htpasswd, or let it listen on this machine alone with http.addr: localhost:5000.',
  }
}

function noTls({ auth, http }: Config): Warning | undefined {
  const isPlain = !http.tls && http.host?.protocol !== 'https:'
  if (!auth.htpasswd || !isPlain || isLoopbackOnly(http.listen)) return undefined
  return {
    id: 'no-tls',
    text: 'Passwords cross the network unencrypted.',
    hint: 'Open it with a certificate in Settings, “Network”, or put a proxy with TLS in front and name it in http.host.',
  }
}

function certificateEnding({ config, certificateEnds }: Situation): Warning | undefined {
  if (certificateEnds === undefined || certificateEnds > Date.now() + 30 * DAY) return undefined
  const isOver = certificateEnds <= Date.now()
  const day = new Date(certificateEnds).toISOString().slice(0, 10)
  return {
    id: 'certificate-ends',
    text: `The certificate for TLS ${isOver ? 'ended' : 'ends'} on ${day}${isOver ? ': clients refuse it.' : '.'}`,
    hint: config.http.tls?.keySecret
      ? 'Settings, “Network”, renews it.'
      : 'Put a new one in its place and restart Berth.',
  }
}

function readOnlyNow({ readOnly }: Situation): Warning | undefined {
  if (!readOnly) return undefined
  return {
    id: 'read-only',
    text: 'The registry is read-only: pushes and deletes are refused.',
    hint: 'Settings, “Read only”, lets them in again.',
  }
}
