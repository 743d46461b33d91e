import { Checkbox, makeStyles, tokens } from '@fluentui/react-components'
import type { ImportImage } from '../../../server/control/carry-contract.ts'
import { Digest } from '../../components/digest.tsx'
import { Size } from '../../components/size.tsx'
import { MEDIUM } from '../../measures.ts'
import { kinds } from '../../strings/image.ts'
import { importing as words } from '../../strings/import.ts'
import { platformsInShort } from '../repository/platforms-in-short.ts'
import type { ImageChoice, NameFault } from './image-choice.ts'
import { NameFields } from './name-fields.tsx'

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr) 16rem 6rem',
    alignItems: 'start',
    gap: `0 ${tokens.spacingHorizontalM}`,
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    [MEDIUM]: { gridTemplateColumns: 'max-content minmax(0, 1fr) 6rem' },
  },
  what: {
    display: 'flex',
    flexDirection: 'column',
    minWidth: 0,
    // Level with the text in the field beside it.
    padding: `${tokens.spacingVerticalSNudge} 0`,
    [MEDIUM]: {
      gridColumn: '2',
      gridRow: '2',
      flexDirection: 'row',
      columnGap: tokens.spacingHorizontalM,
    },
  },
  muted: { color: tokens.colorNeutralForeground3 },
  size: {
    padding: `${tokens.spacingVerticalSNudge} 0`,
    textAlign: 'end',
    fontVariantNumeric: 'tabular-nums',
    [MEDIUM]: { gridColumn: '3', gridRow: '1' },
  },
})

export interface ImageRowProps {
  readonly image: ImportImage
  readonly choice: ImageChoice
  readonly faults: readonly (NameFault | undefined)[]
  readonly onChange: (next: ImageChoice) => void
}

/** One image of a file. */
export function ImageRow({ image, choice, faults, onChange }: ImageRowProps) {
  const styles = useStyles()
  const { platforms, kind, digest, sizeBytes } = image
  return (
    <li className={styles.row}>
      <Checkbox
        aria-label={words.found.take(image.index + 1)}
        checked={choice.taken}
        onChange={(_, { checked }) => onChange({ ...choice, taken: checked === true })}
      />
      <NameFields
        number={image.index + 1}
        names={choice.names}
        faults={faults}
        disabled={!choice.taken}
        onChange={(names) => onChange({ ...choice, names })}
      />
      <div className={styles.what}>
        <span title={platforms.join('\n')}>
          {platforms.length > 0 ? platformsInShort(platforms) : kinds[kind].one}
        </span>
        {digest !== undefined && (
          <span className={styles.muted}>
            <Digest digest={digest} />
          </span>
        )}
      </div>
      <div className={styles.size}>
        <Size bytes={sizeBytes} />
      </div>
    </li>
  )
}
