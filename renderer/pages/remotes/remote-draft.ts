import type { RemoteKind, SavedRemote } from '../../../server/control/remotes-contract.ts'

/** What is typed of a registry. */
export interface RemoteDraft {
  readonly url: string
  readonly kind: RemoteKind
  readonly user: string
  /** Never leaves the form but to the host. */
  readonly secret: string
}

export const NEW_REMOTE: RemoteDraft = { url: '', kind: 'password', user: '', secret: '' }

/** One that is there already; what it logs in with is not known here. */
export function draftOf({ url, kind, user = '' }: SavedRemote): RemoteDraft {
  return { url, kind, user, secret: '' }
}

/** As the host takes it. */
export function inputOf({ url, kind, user, secret }: RemoteDraft) {
  return {
    url: url.trim(),
    kind,
    ...(kind === 'password' && user !== '' && { user: user.trim() }),
    ...(kind !== 'none' && secret !== '' && { secret }),
  }
}

/** Whether enough is there to be tried. */
export function isComplete({ url, kind, user, secret }: RemoteDraft, isKept: boolean): boolean {
  if (url.trim() === '') return false
  if (kind === 'none') return true
  return (isKept || secret !== '') && (kind === 'token' || user.trim() !== '')
}
