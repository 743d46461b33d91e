import { useNotices } from '../../components/notices.tsx'
import { useAction } from '../../control.tsx'
import { ControlError } from '../../transport.ts'
import { repository as words } from '../../strings/repository.ts'
import { leaveNotice } from './leave-notice.ts'

/** Undoes the move of a tag: puts it back on the image that it named before. */
export function useMoveBack(repository: string): (tag: string, digest: string) => Promise<void> {
  const { mutateAsync } = useAction('tags.add')
  const notices = useNotices()
  return async (tag, digest) => {
    leaveNotice()
    try {
      await mutateAsync({ repository, from: digest, tag, replace: true })
    } catch (error) {
      if (!(error instanceof ControlError)) throw error
      return notices.failed(words.add.moveBackFailed(tag), error)
    }
    notices.done(words.add.movedBack(tag))
  }
}
