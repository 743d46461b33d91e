import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { DeletePreview } from '../../../server/control/repositories-contract.ts'
import { Digest } from '../../components/digest.tsx'
import { SizeBar } from '../../components/size-bar.tsx'
import { listed, size } from '../../format.ts'
import { repository as words } from '../../strings/repository.ts'

/** Rows of the list that are seen before it scrolls: enough to check a choice. */
const LIST_HEIGHT = '14rem'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  list: {
    maxHeight: LIST_HEIGHT,
    overflow: 'auto',
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  table: { width: '100%', borderSpacing: 0, tableLayout: 'fixed' },
  cell: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    verticalAlign: 'top',
    textAlign: 'start',
    fontWeight: tokens.fontWeightRegular,
    overflowWrap: 'anywhere',
  },
  digest: { width: '8rem' },
  fate: { color: tokens.colorNeutralForeground3 },
})

/** What deleting would free and what it would not, and each tag's fate. */
export function DeletePreviewText({ preview }: { readonly preview: DeletePreview }) {
  const styles = useStyles()
  const { freesBytes, staysBytes } = preview
  if (preview.tags.length === 0) return <Text>{words.delete.allGone}</Text>
  return (
    <div className={styles.root}>
      <Balance freesBytes={freesBytes} staysBytes={staysBytes} />
      {/* Scrolls, so those without a mouse must be able to get into it. */}
      <div className={styles.list} role="region" tabIndex={0} aria-label={words.delete.list}>
        <table className={styles.table}>
          <tbody>
            {preview.tags.map((tag) => (
              <TagRow key={tag.tag} {...tag} />
            ))}
          </tbody>
        </table>
      </div>
      {freesBytes > 0 && <Text className={styles.fate}>{words.delete.when}</Text>}
    </div>
  )
}

function Balance({ freesBytes, staysBytes }: Pick<DeletePreview, 'freesBytes' | 'staysBytes'>) {
  const [freed, kept] = [size(freesBytes), size(staysBytes)]
  return (
    <>
      <Text>
        {freesBytes === 0 && words.delete.freesNothing(kept)}
        {freesBytes > 0 && <strong>{words.delete.frees(freed)}</strong>}{' '}
        {freesBytes > 0 && staysBytes > 0 && words.delete.stays(kept)}
      </Text>
      <SizeBar
        label={words.delete.bar(freed, kept)}
        parts={[
          { bytes: freesBytes, label: words.delete.barFreed(freed), tone: 'own' },
          { bytes: staysBytes, label: words.delete.barKept(kept), tone: 'shared' },
        ]}
      />
    </>
  )
}

function TagRow({ tag, digest, alsoTagged }: DeletePreview['tags'][number]) {
  const styles = useStyles()
  const fate =
    alsoTagged.length > 0 ? words.delete.alsoTagged(listed(alsoTagged)) : words.delete.imageGoes
  return (
    <tr>
      <th scope="row" className={styles.cell}>
        {tag}
      </th>
      <td className={`${styles.cell} ${styles.digest}`}>
        <Digest digest={digest} />
      </td>
      <td className={`${styles.cell} ${styles.fate}`} title={alsoTagged.join('\n')}>
        {fate}
      </td>
    </tr>
  )
}
