import { makeStyles, tokens } from '@fluentui/react-components'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { useMethod } from '../../control.tsx'
import { strings } from '../../strings.ts'
import { MovingNow } from './moving-now.tsx'
import { RecentPushes } from './recent-pushes.tsx'
import { SetUpOffer } from './set-up-offer.tsx'
import { StateLine } from './state-line.tsx'
import { Storage } from './storage.tsx'
import { TryIt } from './try-it.tsx'
import { Warnings } from './warnings.tsx'

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    // One column where two would be cramped.
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(24rem, 100%), 1fr))',
    gap: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalXXXL}`,
    alignItems: 'start',
    paddingTop: tokens.spacingVerticalS,
  },
})

/** How things stand, how to use it, and what just happened. */
export default function OverviewPage() {
  const styles = useStyles()
  const answer = useMethod('registry.status', undefined)
  return (
    <Page title={strings.overview.title}>
      <Loaded of={answer}>
        {(status) => (
          <>
            <StateLine status={status} />
            <SetUpOffer />
            <Warnings warnings={status.warnings} />
            <div className={styles.columns}>
              <TryIt host={status.pushHost} login={status.login !== 'none'} />
              <Storage status={status} />
              <RecentPushes />
              <MovingNow />
            </div>
          </>
        )}
      </Loaded>
    </Page>
  )
}
