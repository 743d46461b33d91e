import { sortedBy, type Sorting } from './components/table/column.ts'
import { useQueryWord } from './router.ts'

/** A list's order as a word of the address: `name`, or `-size` for the largest first. */
export function sortWord<S extends string>({ by, descending }: Sorting<S>): string {
  return descending ? `-${by}` : by
}

/** The other way; the usual order for a word that means none. */
export function sortingOf<S extends string>(
  word: string,
  known: readonly S[],
  usual: Sorting<S>,
): Sorting<S> {
  const by = known.find((name) => name === word.replace(/^-/, ''))
  return by === undefined ? usual : { by, descending: word.startsWith('-') }
}

/** The order of a list, which lives in the address; names begin at A, all else at its most. */
export function useSorting<S extends string>(
  known: readonly S[],
  usual: Sorting<S>,
): [Sorting<S>, (by: S) => void] {
  const [word, setWord] = useQueryWord('sort')
  const sorting = sortingOf(word, known, usual)
  const sort = (by: S) => {
    const next = sortWord(sortedBy(sorting, by, by !== 'name'))
    setWord(next === sortWord(usual) ? '' : next)
  }
  return [sorting, sort]
}
