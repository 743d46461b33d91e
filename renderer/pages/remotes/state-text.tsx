import { makeStyles, tokens } from '@fluentui/react-components'
import type { RemoteState, Tone } from './remote-state.ts'

const useStyles = makeStyles({
  good: { color: tokens.colorStatusSuccessForeground1 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  bad: { color: tokens.colorStatusDangerForeground3 },
  plain: { color: tokens.colorNeutralForeground2 },
} satisfies Record<Tone, object>)

/** How a registry is, in its colour. */
export function StateText({ state: { text, tone } }: { readonly state: RemoteState }) {
  const styles = useStyles()
  return <span className={styles[tone]}>{text}</span>
}
