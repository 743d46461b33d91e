import type { RemoteOutcome, SavedRemote } from '../../../server/control/remotes-contract.ts'
import { remotes as words } from '../../strings/remotes.ts'
import { DAY } from '../../format.ts'

export type Tone = 'good' | 'warning' | 'bad' | 'plain'

export interface RemoteState {
  readonly text: string
  readonly tone: Tone
}

/** So long ahead an end is told, in days. */
const AHEAD = 14

export const TONES: Readonly<Record<RemoteOutcome, Tone>> = {
  works: 'good',
  'read-only': 'warning',
  'anonymous-read-only': 'warning',
  refused: 'bad',
  'not-a-registry': 'bad',
  unreachable: 'bad',
}

/** How a registry is, in short; what keeps it from working comes first. */
export function remoteState(
  { lastCheck, expiresAt }: Pick<SavedRemote, 'lastCheck' | 'expiresAt'>,
  now: number,
): RemoteState {
  if (expiresAt !== undefined && expiresAt <= now) return { text: words.expired, tone: 'bad' }
  const tone = lastCheck ? TONES[lastCheck.outcome] : 'plain'
  const days = expiresAt === undefined ? Infinity : Math.floor((expiresAt - now) / DAY)
  if (days < AHEAD && tone !== 'bad') return { text: words.expires(days), tone: 'warning' }
  return { text: lastCheck ? words.outcomes[lastCheck.outcome] : words.untested, tone }
}
