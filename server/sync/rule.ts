import type { RepositoryName, Tag } from '../oci/name.ts'

/** What is to be level, and which way it goes. */
export interface SyncRule {
  /** `push`: the other registry gets what this one has; `pull`: the other way. */
  readonly direction: 'push' | 'pull'
  /**
   * Patterns, of which one has to fit: `*` stands for any characters, `?` for one; one that begins with `!`
   * leaves out what it fits. None: all.
   */
  readonly repositories: readonly string[]
  readonly tags: readonly string[]
  /** Such as `linux/arm64`; of an index only these go. None: all, and the index as it is. */
  readonly platforms: readonly string[]
  /** Signatures and what else refers to an image goes with it. */
  readonly referrers: boolean
  /** What is no more where it comes from goes away where it went. */
  readonly deletes: boolean
}

export const WHOLE: SyncRule = {
  direction: 'push',
  repositories: [],
  tags: [],
  platforms: [],
  referrers: true,
  deletes: false,
}

/** Which images are meant. */
export interface Selection {
  hasRepository(name: RepositoryName): boolean
  hasTag(name: RepositoryName, tag: Tag): boolean
  /** All repositories there can be, where patterns name each; undefined where the list has to be looked through. */
  readonly named: readonly string[] | undefined
}

/**
 * @param only narrows it further: `repository`, or `repository:tag`, both patterns
 */
export function selectionOf(
  { repositories, tags }: Pick<SyncRule, 'repositories' | 'tags'>,
  only: readonly string[] = [],
): Selection {
  const fitsRepository = fitting(repositories)
  const fitsTag = fitting(tags)
  const onlys = only.map(onlyOf)
  const fitsOnly = (name: string, tag?: string): boolean =>
    onlys.length === 0 ||
    onlys.some((one) => one.repository(name) && (tag === undefined || one.tag(tag)))
  return {
    hasRepository: (name) => fitsRepository(name) && fitsOnly(name),
    hasTag: (name, tag) => fitsTag(tag) && fitsOnly(name, tag),
    named: namedBy(repositories) ?? namedBy(only.map((one) => split(one)[0])),
  }
}

/** The list of referrers that stands in for the API; the sides keep it each by themselves. */
export const isReferrersTag = (tag: string): boolean => /^sha256-[0-9a-f]{64}$/.test(tag)

function onlyOf(text: string) {
  const [repository, tag] = split(text)
  return { repository: fitting([repository]), tag: fitting(tag === undefined ? [] : [tag]) }
}

function split(text: string): readonly [repository: string, tag: string | undefined] {
  const colon = text.indexOf(':')
  return colon === -1 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)]
}

const isPattern = (text: string): boolean => /[*?!]/.test(text)

function namedBy(patterns: readonly string[]): readonly string[] | undefined {
  const isEach = patterns.length > 0 && !patterns.some(isPattern)
  return isEach ? [...new Set(patterns)] : undefined
}

function fitting(patterns: readonly string[]): (text: string) => boolean {
  const without = patterns.filter((one) => one.startsWith('!')).map((one) => regexOf(one.slice(1)))
  const within = patterns.filter((one) => !one.startsWith('!')).map(regexOf)
  return (text) =>
    !without.some((one) => one.test(text)) &&
    (within.length === 0 || within.some((one) => one.test(text)))
}

function regexOf(pattern: string): RegExp {
  // Several stars in a row would make a text that almost fits slow to refuse.
  const parts = pattern.replaceAll(/\*+/g, '*').split(/([*?])/)
  const source = parts.map((part) =>
    part === '*' ? '.*' : part === '?' ? '.' : part.replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&'),
  )
  return new RegExp(`^${source.join('')}$`)
}
