import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { SyncSide, SyncSides } from '../../../server/control/sync-run-contract.ts'
import { Digest } from '../../components/digest.tsx'
import { Muted } from '../../components/muted.tsx'
import { Size } from '../../components/size.tsx'
import { When } from '../../components/when.tsx'
import { strings } from '../../strings.ts'
import { syncRuns } from '../../strings/sync-runs.ts'

const words = syncRuns.conflict

const useStyles = makeStyles({
  table: { borderCollapse: 'collapse', width: '100%', tableLayout: 'fixed' },
  head: { padding: 0, textAlign: 'start', fontWeight: tokens.fontWeightSemibold },
  name: {
    width: '5.5rem',
    padding: 0,
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorNeutralForeground2,
  },
  cell: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalXS} 0`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: 'anywhere',
  },
})

const FACTS: readonly (readonly [string, (side: SyncSide) => ReactNode])[] = [
  [words.facts.digest, ({ digest }) => <Digest digest={digest} copy />],
  [words.facts.bytes, ({ bytes }) => <Size bytes={bytes} />],
  [words.facts.createdAt, ({ createdAt }) => <When at={createdAt} />],
  [words.facts.pushedAt, ({ pushedAt }) => <When at={pushedAt} />],
  [words.facts.pushedBy, ({ pushedBy }) => pushedBy ?? strings.parts.notKnown],
]

/** What a tag stands for here and there; what a side does not tell is said to be unknown. */
export function SideBySide({ sides }: { readonly sides: SyncSides }) {
  const styles = useStyles()
  const both = [sides.here, sides.there]
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <td className={styles.name} />
          <th scope="col" className={styles.head}>
            {words.sides.here}
          </th>
          <th scope="col" className={styles.head}>
            {words.sides.there}
          </th>
        </tr>
      </thead>
      <tbody>
        {FACTS.map(([name, cell]) => (
          <tr key={name}>
            <th scope="row" className={styles.name}>
              {name}
            </th>
            {both.map((side, at) => (
              // Here comes first, always.
              // oxlint-disable-next-line react/no-array-index-key
              <td key={at} className={styles.cell}>
                {side ? cell(side) : <Muted>{syncRuns.images.missing}</Muted>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
