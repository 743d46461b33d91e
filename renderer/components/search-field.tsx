import { makeStyles, SearchBox } from '@fluentui/react-components'
import type { KeyboardEvent } from 'react'
import { FORM_WIDTH } from '../measures.ts'
import { useQueryWord } from '../router.ts'

const useStyles = makeStyles({ root: { width: FORM_WIDTH, maxWidth: '100%', minWidth: '9rem' } })

export interface SearchFieldProps {
  readonly label: string
  /** The word of the address that holds what is searched for. */
  readonly word: string
  /** Enter and the down arrow go on to what was found. */
  readonly onLeave?: () => void
}

/** Searches as somebody types; Escape empties it. */
export function SearchField({ label, word, onLeave }: SearchFieldProps) {
  const styles = useStyles()
  const [value, setValue] = useQueryWord(word)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setValue('')
    if (!onLeave || (event.key !== 'Enter' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    onLeave()
  }
  return (
    <SearchBox
      className={styles.root}
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(_, data) => setValue(data.value)}
      onKeyDown={onKeyDown}
    />
  )
}
