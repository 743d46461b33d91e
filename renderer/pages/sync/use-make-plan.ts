import { useNotices } from '../../components/notices.tsx'
import { useAction } from '../../control.tsx'
import { navigate, replacePlace } from '../../router.ts'
import { sync } from '../../strings/sync.ts'

/** Begins to look at what a sync would do, and shows that. */
export function useMakePlan() {
  const notices = useNotices()
  const { mutate, isPending } = useAction('sync.plan')
  return {
    isPending,
    /** @param isAnother it takes the place of the plan that is shown now */
    make(target: string, remote: string, isAnother = false): void {
      const show = isAnother ? replacePlace : navigate
      mutate(
        { target },
        {
          onSuccess: ({ id }) => show({ page: 'sync-plan', plan: id }),
          onError: (error) => notices.failed(sync.targets.planFailed(remote), error),
        },
      )
    },
  }
}
