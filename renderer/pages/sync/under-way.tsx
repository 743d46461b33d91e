import { makeStyles, tokens } from '@fluentui/react-components'
import type { SyncRun } from '../../../server/control/sync-run-contract.ts'
import { PlaceLink } from '../../components/place-link.tsx'
import { PlainList } from '../../components/plain-list.tsx'
import { Section } from '../../components/section.tsx'
import { syncRuns } from '../../strings/sync-runs.ts'
import { RunButtons } from './run-buttons.tsx'
import { RunProgress } from './run-progress.tsx'

const words = syncRuns.run

const useStyles = makeStyles({
  item: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS },
  buttons: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
  },
})

/** Runs that go on now; nothing at all when none does. */
export function UnderWay({ runs }: { readonly runs: readonly SyncRun[] }) {
  const styles = useStyles()
  if (runs.length === 0) return null
  return (
    <Section title={words.underWay}>
      <PlainList>
        {runs.map((run) => (
          <li key={run.id} className={styles.item}>
            <RunProgress run={run} />
            <div className={styles.buttons}>
              <RunButtons run={run} />
              <PlaceLink to={{ page: 'sync-run', run: run.id }}>{words.details}</PlaceLink>
            </div>
          </li>
        ))}
      </PlainList>
    </Section>
  )
}
