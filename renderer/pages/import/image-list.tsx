import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { ImportImage } from '../../../server/control/carry-contract.ts'
import { importing as words } from '../../strings/import.ts'
import type { ImageChoice, NameFault } from './image-choice.ts'
import { ImageRow } from './image-row.tsx'

/** Images that are shown before the rest hides behind a button. */
const MOST = 100

const useStyles = makeStyles({
  list: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
})

export interface ImageListProps {
  readonly images: readonly ImportImage[]
  /** One for each image, and faults for each of its names. */
  readonly choices: readonly ImageChoice[]
  readonly faults: readonly (readonly (NameFault | undefined)[])[]
  readonly onChange: (next: ImageChoice) => void
}

/** The images of a file, each with its box to tick and its names. */
export function ImageList({ images, choices, faults, onChange }: ImageListProps) {
  const styles = useStyles()
  const [all, setAll] = useState(false)
  const shown = all ? images : images.slice(0, MOST)
  return (
    <>
      <ul className={styles.list} aria-label={words.found.list}>
        {shown.map((image, at) => {
          const choice = choices[at]
          if (!choice) return null
          return (
            <ImageRow
              key={image.index}
              image={image}
              choice={choice}
              faults={faults[at] ?? []}
              onChange={onChange}
            />
          )
        })}
      </ul>
      {shown.length < images.length && (
        <div>
          <Button onClick={() => setAll(true)}>{words.found.showAll(images.length)}</Button>
        </div>
      )}
    </>
  )
}
