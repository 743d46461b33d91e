import { useNotices } from '../../components/notices.tsx'
import { useAction } from '../../control.tsx'
import { repository as words } from '../../strings/repository.ts'
import { leaveNotice } from './leave-notice.ts'

/** A tag and what it named. */
export interface Named {
  readonly tag: string
  readonly digest: string
}

/**
 * Puts deleted tags back on what they named, which works as long as that is there, by another tag. A
 * tag that was pushed anew in the meantime is left alone.
 */
export function useRestore(repository: string): (tags: readonly Named[]) => Promise<void> {
  const add = useAction('tags.add')
  const notices = useNotices()
  return async (tags) => {
    leaveNotice()
    const outcomes = await Promise.allSettled(
      tags.map(({ tag, digest }) => add.mutateAsync({ repository, from: digest, tag })),
    )
    const failure = outcomes.find(({ status }) => status === 'rejected')
    if (!failure) return notices.done(words.delete.restored(tags.length))
    notices.failed(words.delete.restoreFailed, reasonOf(failure))
  }
}

function reasonOf(outcome: PromiseSettledResult<unknown>): { readonly message: string } {
  if (outcome.status === 'rejected' && outcome.reason instanceof Error) return outcome.reason
  return { message: '' }
}
