import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { FreedImage, FreeReport } from '../../../server/control/care-contract.ts'
import { Digest } from '../../components/digest.tsx'
import { Muted } from '../../components/muted.tsx'
import { Size } from '../../components/size.tsx'
import { care } from '../../strings/care.ts'

const words = care.free
/** Rows of the list that are seen before it scrolls. */
const LIST_HEIGHT = '14rem'

const useStyles = makeStyles({
  list: {
    maxHeight: LIST_HEIGHT,
    overflow: 'auto',
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  table: { width: '100%', borderSpacing: 0 },
  cell: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
    overflowWrap: 'anywhere',
  },
  size: { textAlign: 'end', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
})

export interface FreedListProps {
  readonly label: string
  readonly report: FreeReport
}

/** Whose bytes go, or went. */
export function FreedList({ label, report: { images, moreImages } }: FreedListProps) {
  const styles = useStyles()
  return (
    <>
      {/* Scrolls, so those without a mouse must be able to get into it. */}
      <div className={styles.list} role="region" tabIndex={0} aria-label={label}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th className={styles.cell}>{words.columns.image}</th>
              <th className={`${styles.cell} ${styles.size}`}>{words.columns.size}</th>
            </tr>
          </thead>
          <tbody>
            {images.map((image) => (
              <tr key={`${image.repository}@${image.digest}`}>
                <td className={styles.cell}>
                  <Name {...image} />
                </td>
                <td className={`${styles.cell} ${styles.size}`}>
                  <Size bytes={image.bytes} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {moreImages > 0 && (
        <Text>
          <Muted>{words.more(moreImages)}</Muted>
        </Text>
      )}
    </>
  )
}

function Name({ repository, digest }: FreedImage) {
  if (repository === undefined) return <Muted>{words.nobody}</Muted>
  if (digest === undefined) return words.leftovers(repository)
  return (
    <>
      {repository} <Digest digest={digest} />
    </>
  )
}
