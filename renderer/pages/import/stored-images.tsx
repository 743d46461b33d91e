import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { Import } from '../../../server/control/carry-contract.ts'
import { Digest } from '../../components/digest.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { Section } from '../../components/section.tsx'
import { SmallTable } from '../../components/small-table.tsx'
import type { Column } from '../../components/table/column.ts'
import { importing as words } from '../../strings/import.ts'
import { nameParts } from './image-choice.ts'
import { LeftOut } from './left-out.tsx'

const useStyles = makeStyles({
  actions: { display: 'flex', columnGap: tokens.spacingHorizontalS },
})

type Stored = Import['stored'][number]

const COLUMNS: readonly Column<Stored>[] = [
  {
    id: 'name',
    title: words.done.columns.name,
    width: 'minmax(0, 1fr)',
    cell: ({ name }) => <NameLink name={name} />,
  },
  {
    id: 'digest',
    title: words.done.columns.digest,
    width: '8rem',
    from: 400,
    cell: ({ digest }) => <Digest digest={digest} />,
  },
]

function NameLink({ name }: { readonly name: string }) {
  const { repository, tag } = nameParts(name)
  return (
    <PlaceLink to={{ page: 'image', repository, reference: tag }} title={name}>
      {name}
    </PlaceLink>
  )
}

export interface StoredImagesProps {
  readonly now: Import
  readonly actions: ReactNode
}

/** What came of an import: the images, to be opened. */
export function StoredImages({ now: { stored, message }, actions }: StoredImagesProps) {
  const styles = useStyles()
  return (
    <>
      <LeftOut message={message} />
      <Section title={words.done.title(stored.length)}>
        <SmallTable
          label={words.done.list}
          columns={COLUMNS}
          rows={stored}
          keyOf={({ name }) => name}
        />
      </Section>
      <div className={styles.actions}>{actions}</div>
    </>
  )
}
