import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { StorageFault } from '../../../server/control/care-contract.ts'
import { Digest } from '../../components/digest.tsx'
import { Muted } from '../../components/muted.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { shortDigest } from '../../format.ts'
import { nameOf } from '../../place.ts'
import { care } from '../../strings/care.ts'

const words = care.check

const useStyles = makeStyles({
  table: { width: '100%', borderSpacing: 0 },
  cell: {
    padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalSNudge} 0`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
    verticalAlign: 'top',
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
    overflowWrap: 'anywhere',
  },
  image: { width: '35%' },
})

export interface FaultListProps {
  readonly faults: readonly StorageFault[]
  /** Further ones. */
  readonly more: number
}

/** What is wrong, by image, and what to do about it. */
export function FaultList({ faults, more }: FaultListProps) {
  const styles = useStyles()
  return (
    <>
      <table className={styles.table} aria-label={words.list}>
        <thead>
          <tr>
            <th className={`${styles.cell} ${styles.image}`}>{words.columns.image}</th>
            <th className={styles.cell}>{words.columns.text}</th>
          </tr>
        </thead>
        <tbody>
          {faults.map((fault) => (
            <tr key={`${fault.repository} ${fault.reference} ${fault.digest} ${fault.text}`}>
              <td className={styles.cell}>
                <ImageLink {...fault} />
              </td>
              <td className={styles.cell}>
                {fault.text} <About {...fault} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <Text>
          <Muted>{words.more(more)}</Muted>
        </Text>
      )}
    </>
  )
}

function ImageLink({ repository, reference }: StorageFault) {
  if (reference === undefined) {
    return <PlaceLink to={{ page: 'repository', repository }}>{repository}</PlaceLink>
  }
  const shown = reference.includes(':') ? shortDigest(reference) : reference
  return (
    <PlaceLink to={{ page: 'image', repository, reference }} title={nameOf(repository, reference)}>
      {nameOf(repository, shown)}
    </PlaceLink>
  )
}

function About({ digest, detail }: StorageFault) {
  return (
    <>
      {digest !== undefined && <Digest digest={digest} />} {detail}
    </>
  )
}
