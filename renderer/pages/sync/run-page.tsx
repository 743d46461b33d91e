import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import type { SyncRun } from '../../../server/control/sync-run-contract.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { Trail } from '../../components/trail.tsx'
import { useMethod } from '../../control.tsx'
import { syncRuns } from '../../strings/sync-runs.ts'
import { sync } from '../../strings/sync.ts'
import { MovingImages } from './moving-images.tsx'
import { RunButtons } from './run-buttons.tsx'
import { RunFacts } from './run-facts.tsx'
import { RunImages } from './run-images.tsx'
import { RunProgress } from './run-progress.tsx'
import { RunStopped } from './run-stopped.tsx'

const words = syncRuns.run

/** One run: how far it is, and what came of it. */
export default function RunPage({ run: id }: { readonly run: number }) {
  const answer = useMethod('sync.getRun', { run: id })
  const run = answer.data
  const isGone = !run && answer.error?.code === 'NOT_FOUND'
  return (
    <Page
      title={run ? words.title(run.remote) : sync.title}
      fill
      breadcrumb={<Trail steps={[{ label: sync.title, to: { page: 'sync' } }]} />}
      actions={run && <RunButtons run={run} />}
    >
      {isGone ? (
        <span>
          {words.notFound}. <PlaceLink to={{ page: 'sync' }}>{syncRuns.plan.back}</PlaceLink>
        </span>
      ) : (
        <Loaded of={answer}>{(known) => <Content run={known} />}</Loaded>
      )}
    </Page>
  )
}

function Content({ run }: { readonly run: SyncRun }) {
  const isOver = run.endedAt !== undefined
  return (
    <>
      <RunFacts run={run} />
      {run.state === 'interrupted' && !isOver && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{words.interruptedText}</MessageBarBody>
        </MessageBar>
      )}
      {run.message !== undefined && <RunStopped run={run} message={run.message} />}
      {!isOver && <RunProgress run={run} />}
      {!isOver && <MovingImages images={run.progress?.current ?? []} />}
      {run.totals && <RunImages run={run} />}
    </>
  )
}
