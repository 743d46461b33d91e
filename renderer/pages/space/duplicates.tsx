import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { Waste } from '../../../server/control/contents-contract.ts'
import { MoreList } from '../../components/more-list.tsx'
import { Muted } from '../../components/muted.tsx'
import { Section } from '../../components/section.tsx'
import { Size } from '../../components/size.tsx'
import { image as imageWords } from '../../strings/image.ts'
import { space as words } from '../../strings/space.ts'
import { PathLink } from './path-link.tsx'
import type { WastePartProps } from './waste-props.ts'

/** Contents, and paths of each, that are seen at first. */
const MOST = 10
const MOST_PATHS = 3

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none' },
  item: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) max-content',
    columnGap: tokens.spacingHorizontalL,
    padding: `${tokens.spacingVerticalXS} 0`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
  },
  numbers: { textAlign: 'end', fontVariantNumeric: 'tabular-nums' },
  more: { alignSelf: 'flex-start' },
})

type Duplicate = Waste['duplicates'][number]

/** The same content at several paths, the one that takes most first. */
export function Duplicates(props: WastePartProps) {
  const styles = useStyles()
  const [open, setOpen] = useState(false)
  const { duplicates } = props.waste
  const hidden = duplicates.length - MOST
  return (
    <Section title={words.duplicates.title}>
      <Text>
        <Muted>{duplicates.length === 0 ? words.duplicates.none : words.duplicates.text}</Muted>
      </Text>
      <ul className={styles.list} aria-label={words.duplicates.title}>
        {(open ? duplicates : duplicates.slice(0, MOST)).map((duplicate) => (
          <Item key={duplicate.paths[0]} {...props} duplicate={duplicate} />
        ))}
      </ul>
      {hidden > 0 && !open && (
        <Button className={styles.more} onClick={() => setOpen(true)}>
          {words.showAll(hidden)}
        </Button>
      )}
    </Section>
  )
}

interface ItemProps extends WastePartProps {
  readonly duplicate: Duplicate
}

function Item({ duplicate: { paths, copies, sizeBytes }, ...props }: ItemProps) {
  const styles = useStyles()
  return (
    <li className={styles.item}>
      <MoreList
        items={paths}
        keyOf={(path) => path}
        most={MOST_PATHS}
        more={words.duplicates.more}
        fewer={imageWords.about.showFewer}
      >
        {(path) => <PathLink {...props} path={path} />}
      </MoreList>
      <span className={styles.numbers}>
        <Size bytes={sizeBytes * (copies - 1)} />
        <br />
        <Muted>{words.duplicates.copiesOf(copies)} </Muted>
        <Size bytes={sizeBytes} />
      </span>
    </li>
  )
}
