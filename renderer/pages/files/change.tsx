import { makeStyles, tokens } from '@fluentui/react-components'
import type { FileEntry } from '../../../server/control/contents-contract.ts'
import { files as words } from '../../strings/files.ts'

const useStyles = makeStyles({
  added: { color: tokens.colorStatusSuccessForeground1 },
  changed: { color: tokens.colorStatusWarningForeground3 },
  removed: { color: tokens.colorStatusDangerForeground3 },
})

/** What one layer, or one image beside another, does to a path: told by a sign and a word as well. */
export function Change({ change }: { readonly change: FileEntry['change'] }) {
  const styles = useStyles()
  return change ? <span className={styles[change]}>{words.changes[change]}</span> : null
}
