import { useEffect } from 'react'
import type { CareStatus } from '../../../server/control/care-contract.ts'
import { Failure } from '../../components/failure.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { useAction, useMethod } from '../../control.tsx'
import { care as words } from '../../strings/care.ts'
import { CheckStorage } from './check-storage.tsx'
import { FreeSpace } from './free-space.tsx'
import { Growth } from './growth.tsx'
import { Largest } from './largest.tsx'
import { UsedSpace } from './used-space.tsx'
import { Working } from './working.tsx'

/** What storage holds, what of it can go, and what in it is broken. */
export default function CarePage() {
  const care = useMethod('care.get', undefined, { unfinished: ({ work }) => work !== undefined })
  return (
    <Page title={words.title}>
      <Loaded of={care} failure={words.loadFailed} lines={8}>
        {(status) => <Parts status={status} />}
      </Loaded>
    </Page>
  )
}

function Parts({ status }: { readonly status: CareStatus }) {
  const { work, failure, usage, growth } = status
  useFirstMeasure(status)
  return (
    <>
      {work && <Working work={work} />}
      {failure && <Failure title={words.failed[failure.task]} error={failure} />}
      <UsedSpace usage={usage} busy={work !== undefined} />
      {usage && <Growth growth={growth} />}
      {usage && <Largest usage={usage} />}
      <FreeSpace status={status} />
      <CheckStorage status={status} />
    </>
  )
}

/** Whoever opens the page wants to see what there is. */
function useFirstMeasure({ usage, work, failure }: CareStatus): void {
  const { mutate } = useAction('care.measure')
  const wanted = !usage && !work && !failure
  useEffect(() => {
    if (wanted) mutate(undefined)
  }, [wanted, mutate])
}
