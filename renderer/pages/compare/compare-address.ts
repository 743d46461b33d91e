import { shortDigest } from '../../format.ts'
import { imageNamed, nameOf, type ImageName, type Place } from '../../place.ts'
import { useQueryWords } from '../../router.ts'

/** What the address of a comparison says; empty where it says nothing. */
export interface CompareAt {
  /** An image as clients name it, `team/api:v7`. */
  readonly a: string
  readonly b: string
  readonly platform: string
  readonly part: string
  readonly change: string
  readonly search: string
}

const NOTHING: CompareAt = { a: '', b: '', platform: '', part: '', change: '', search: '' }

export interface CompareAddress extends CompareAt {
  /** The same page with these words changed. */
  readonly place: (changes: Partial<CompareAt>) => Place
}

/** What the page compares, and how. */
export function useCompareAddress(): CompareAddress {
  const at: CompareAt = { ...NOTHING, ...useQueryWords() }
  return { ...at, place: (changes) => ({ page: 'compare', words: { ...at, ...changes } }) }
}

/** The comparison of two images; without the second one it is still to be chosen. */
export function comparison(a: ImageName, b?: ImageName, platform = ''): Place {
  const words = { a: wordOf(a), ...(b && { b: wordOf(b) }), platform }
  return { page: 'compare', words }
}

/** An image in the address. */
export function wordOf({ repository, reference }: ImageName): string {
  return nameOf(repository, reference)
}

/** The other way; undefined while none is chosen. */
export function imageOf(word: string): ImageName | undefined {
  return imageNamed(word)
}

/** What two images are called beside each other: by what tells them apart. */
export function namesBeside(a: ImageName, b: ImageName): readonly [a: string, b: string] {
  const same = a.repository === b.repository
  const name = (image: ImageName) => (same ? shortReference(image) : wordOf(image))
  return [name(a), name(b)]
}

const shortReference = ({ reference }: ImageName): string =>
  reference.includes(':') ? shortDigest(reference) : reference
