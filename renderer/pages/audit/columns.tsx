import { makeStyles, tokens } from '@fluentui/react-components'
import type { AuditEntry } from '../../../server/control/audit-contract.ts'
import type { Column } from '../../components/table/column.ts'
import { When } from '../../components/when.tsx'
import { audit } from '../../strings/audit.ts'
import { deedText, subjectText } from './entry-text.ts'

const words = audit.columns

export const COLUMNS: readonly Column<AuditEntry>[] = [
  { id: 'what', title: words.what, width: 'minmax(7rem, 9.5rem)', cell: deedText },
  {
    id: 'about',
    title: words.about,
    width: 'minmax(7rem, 3fr)',
    cell: (entry) => <About entry={entry} />,
  },
  {
    id: 'who',
    title: words.who,
    width: 'minmax(6rem, 1fr)',
    cell: ({ user, remote }) => user ?? remote,
  },
  { id: 'from', title: words.from, width: '9rem', from: 760, cell: ({ remote }) => remote },
  {
    id: 'how',
    title: words.how,
    width: '8.5rem',
    from: 860,
    cell: ({ via }) => audit.ways[via],
  },
  {
    id: 'when',
    title: words.when,
    width: '6rem',
    align: 'end',
    cell: ({ at }) => <When at={at} />,
  },
]

const useStyles = makeStyles({ refused: { color: tokens.colorStatusDangerForeground1 } })

/** Why it was not done comes first: the rest may be cut off. */
function About({ entry }: { readonly entry: AuditEntry }) {
  const styles = useStyles()
  const subject = subjectText(entry)
  if (entry.failure === undefined) return <span title={subject}>{subject}</span>
  const refused = audit.refused(entry.failure)
  return (
    <span title={`${refused} · ${subject}`}>
      <span className={styles.refused}>{refused}</span> {subject}
    </span>
  )
}
