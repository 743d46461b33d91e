import { makeStyles, tokens } from '@fluentui/react-components'
import { Section } from '../../components/section.tsx'
import { TransferList } from '../../components/transfer-list.tsx'
import { useMethod } from '../../control.tsx'
import { strings } from '../../strings.ts'

const useStyles = makeStyles({
  // Many at once must not push the history out of the window.
  scroll: { maxHeight: '35vh', overflow: 'auto', paddingRight: tokens.spacingHorizontalS },
})

/** What is moving now; nothing at all when nothing is. */
export function Moving() {
  const styles = useStyles()
  const transfers = useMethod('transfers.list', undefined).data
  if (!transfers || transfers.length === 0) return null
  return (
    <Section title={strings.activity.moving}>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={strings.activity.moving}>
        <TransferList transfers={transfers} />
      </div>
    </Section>
  )
}
