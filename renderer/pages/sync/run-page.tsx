import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Trail } from '../../components/trail.tsx'
import { useMethod } from '../../control.tsx'
import { sync } from '../../strings/sync.ts'
import { RunButtons } from './run-buttons.tsx'
import { RunProgress } from './run-progress.tsx'

/** One run: how far it is, and what came of it. */
export default function RunPage({ run: id }: { readonly run: number }) {
  const answer = useMethod('sync.getRun', { run: id })
  const run = answer.data
  return (
    <Page
      title={run ? sync.run.title(run.remote) : sync.title}
      breadcrumb={<Trail steps={[{ label: sync.title, to: { page: 'sync' } }]} />}
      actions={run && <RunButtons run={run} />}
    >
      <Loaded of={answer}>{(known) => <RunProgress run={known} />}</Loaded>
    </Page>
  )
}
