import { makeStyles, tokens } from '@fluentui/react-components'
import { useId, useState } from 'react'
import { SuggestField } from '../../components/suggest-field.tsx'
import { useRepositoryNames } from '../../components/use-repository-names.ts'
import { useMethod } from '../../control.tsx'
import { FORM_WIDTH, TEXT_WIDTH } from '../../measures.ts'
import type { ImageName } from '../../place.ts'
import { compare as words } from '../../strings/compare.ts'

/** Names that are offered at once. */
const MOST = 20

const useStyles = makeStyles({
  root: {
    flexGrow: 1,
    flexBasis: FORM_WIDTH,
    minWidth: 0,
    maxWidth: TEXT_WIDTH,
    margin: 0,
    padding: 0,
    border: 'none',
  },
  fields: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
  },
  legend: {
    padding: 0,
    fontWeight: tokens.fontWeightSemibold,
    lineHeight: tokens.lineHeightBase400,
  },
})

export interface ImagePickerProps {
  readonly label: string
  readonly chosen: ImageName | undefined
  readonly onChoose: (image: ImageName) => void
}

/** Chooses an image by its repository and tag. */
export function ImagePicker({ label, chosen, onChoose }: ImagePickerProps) {
  const styles = useStyles()
  const id = useId()
  const [{ repository, reference: tag }, type] = useTyped(chosen)
  const repositories = useRepositoryNames(repository, MOST)
  const known = repository === chosen?.repository || repositories.includes(repository)
  const tags = useTagNames(known ? repository : '', tag === chosen?.reference ? '' : tag)
  const pick = (image: ImageName) => {
    type(image)
    if (image.repository !== '' && image.reference !== '') onChoose(image)
  }
  // A tag means another image in another repository.
  const tagIn = (name: string) => (name === chosen?.repository || !chosen ? tag : '')
  return (
    <fieldset className={styles.root} aria-labelledby={id}>
      <legend id={id} className={styles.legend}>
        {label}
      </legend>
      <div className={styles.fields}>
        <SuggestField
          label={words.pick.repository}
          value={repository}
          suggestions={repositories}
          onChange={(name) => type({ repository: name, reference: tag })}
          onPick={(name) => pick({ repository: name, reference: tagIn(name) })}
        />
        <SuggestField
          label={words.pick.tag}
          value={tag}
          suggestions={tags}
          onChange={(name) => type({ repository, reference: name })}
          onPick={(name) => pick({ repository, reference: name })}
        />
      </div>
    </fieldset>
  )
}

const NOTHING: ImageName = { repository: '', reference: '' }

/** What is typed so far; an image that is chosen elsewhere, as by Back, takes its place. */
function useTyped(chosen = NOTHING): [ImageName, (image: ImageName) => void] {
  const [typed, type] = useState(chosen)
  const [seen, see] = useState(chosen)
  if (seen.repository !== chosen.repository || seen.reference !== chosen.reference) {
    see(chosen)
    type(chosen)
  }
  return [typed, type]
}

/** Tags of a repository, the newest first. */
function useTagNames(repository: string, typed: string): readonly string[] {
  const order = { sort: 'pushed', descending: true, offset: 0, limit: MOST } as const
  const input = { repository, ...(typed !== '' && { search: typed }), ...order }
  const found = useMethod('tags.list', input, { enabled: repository !== '' }).data
  return found?.items.map(({ tag }) => tag) ?? []
}
