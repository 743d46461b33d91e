import { useNotices } from '../../components/notices.tsx'
import { useAction } from '../../control.tsx'
import { nameOf, type ImageName } from '../../place.ts'
import { navigate } from '../../router.ts'
import { copying as words } from '../../strings/copy.ts'

/** Copies an image, and tells with a way there. @param onDone it is copied */
export function useCopying(from: ImageName, onDone: () => void) {
  const action = useAction('tags.copy')
  const notices = useNotices()
  const conflict = action.error?.code === 'CONFLICT' ? action.variables : undefined
  return {
    busy: action.isPending,
    error: action.error,
    /** Whether another image was found there. */
    taken: (repository: string, tag: string) =>
      conflict?.repository === repository && conflict.tag === tag,
    async run(repository: string, tag: string, replace: boolean) {
      const input = { from, repository, tag, ...(replace && { replace }) }
      // A failure is shown by the dialog, from `action.error`.
      const copied = await action.mutateAsync(input).catch(() => undefined)
      if (!copied) return
      const name = nameOf(repository, tag)
      notices.done(replace ? words.replaced(name) : words.done(name), {
        label: words.open,
        run: () => navigate({ page: 'image', repository, reference: tag }),
      })
      onDone()
    },
  }
}
