import {
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  tokens,
} from '@fluentui/react-components'
import type { Warning } from '../../../server/control/registry-contract.ts'
import { strings } from '../../strings.ts'

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
    flexShrink: 0,
  },
})

/** What needs a hand, and what to do about it. */
export function Warnings({ warnings }: { readonly warnings: readonly Warning[] }) {
  const styles = useStyles()
  if (warnings.length === 0) return null
  return (
    <section aria-label={strings.overview.warnings} className={styles.list}>
      {warnings.map(({ id, text, hint }) => (
        <MessageBar
          key={id}
          intent={id === 'storage-away' ? 'error' : 'warning'}
          layout="multiline"
        >
          <MessageBarBody>
            <MessageBarTitle>{text}</MessageBarTitle> {hint}
          </MessageBarBody>
        </MessageBar>
      ))}
    </section>
  )
}
