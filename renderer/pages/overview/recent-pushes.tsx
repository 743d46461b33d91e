import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import type { Activity } from '../../../server/control/activity-contract.ts'
import { Loaded } from '../../components/loaded.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { Section } from '../../components/section.tsx'
import { Size } from '../../components/size.tsx'
import { When } from '../../components/when.tsx'
import { useMethod } from '../../control.tsx'
import { subjectInShort, subjectName, subjectPlace } from '../../activity-place.ts'
import { strings } from '../../strings.ts'

const useStyles = makeStyles({
  table: { width: '100%', borderSpacing: 0, tableLayout: 'fixed' },
  cell: {
    padding: `${tokens.spacingVerticalXS} 0`,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
  },
  number: { width: '6rem', textAlign: 'end', fontVariantNumeric: 'tabular-nums' },
})

/** Pulls may stand between the pushes; enough is looked at to find some. */
const LOOKED_AT = 200
const SHOWN = 8

/** What was pushed last, each a link to the image. */
export function RecentPushes() {
  const answer = useMethod('activity.list', { limit: LOOKED_AT })
  const words = strings.overview.recent
  return (
    <Section
      title={words.title}
      actions={<PlaceLink to={{ page: 'activity' }}>{words.all}</PlaceLink>}
    >
      <Loaded of={answer}>
        {(history) => {
          const pushes = history.filter(({ action }) => action === 'push').slice(0, SHOWN)
          return pushes.length === 0 ? <Text>{words.nothing}</Text> : <PushTable pushes={pushes} />
        }}
      </Loaded>
    </Section>
  )
}

function PushTable({ pushes }: { readonly pushes: readonly Activity[] }) {
  const styles = useStyles()
  return (
    <table className={styles.table} aria-label={strings.overview.recent.title}>
      <tbody>
        {pushes.map((push) => (
          <PushRow key={push.id} push={push} />
        ))}
      </tbody>
    </table>
  )
}

function PushRow({ push }: { readonly push: Activity }) {
  const styles = useStyles()
  const number = mergeClasses(styles.cell, styles.number)
  return (
    <tr>
      <td className={styles.cell}>
        <PlaceLink to={subjectPlace(push)} title={subjectName(push)}>
          {subjectInShort(push)}
        </PlaceLink>
      </td>
      <td className={number}>{push.bytes !== undefined && <Size bytes={push.bytes} />}</td>
      <td className={number}>
        <When at={push.at} />
      </td>
    </tr>
  )
}
