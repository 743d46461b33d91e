import type { Input } from '../../../server/control/contract.ts'
import type { ImportImage } from '../../../server/control/carry-contract.ts'
import { repositoryFault, type RepositoryFault } from '../repository/repository-name.ts'
import { tagFault, type TagFault } from '../repository/tag-name.ts'

/** Whether an image of a file is taken, and what it is to be called. */
export interface ImageChoice {
  readonly index: number
  readonly taken: boolean
  /** As typed; at least one. */
  readonly names: readonly string[]
}

/** What keeps a text from being the name of an image here. */
export type NameFault =
  | { readonly of: 'repository'; readonly fault: RepositoryFault }
  | { readonly of: 'tag'; readonly fault: TagFault }
  | { readonly of: 'twice' }

/** Everything is taken, called as the file says. */
export function everything(images: readonly ImportImage[]): readonly ImageChoice[] {
  return images.map(({ index, names }) => ({
    index,
    taken: true,
    names: names.length > 0 ? names : [''],
  }))
}

/** `repository:tag`; the tag is `latest` where none is given. */
export function nameParts(name: string): { readonly repository: string; readonly tag: string } {
  const trimmed = name.trim()
  const colon = trimmed.lastIndexOf(':')
  if (colon <= trimmed.lastIndexOf('/')) return { repository: trimmed, tag: 'latest' }
  return { repository: trimmed.slice(0, colon), tag: trimmed.slice(colon + 1) }
}

/** The name as it will be. */
export function fullName(name: string): string {
  const { repository, tag } = nameParts(name)
  return `${repository}:${tag}`
}

/** What is wrong with the names of those that are taken: for each image, for each of its names. */
export function nameFaults(
  choices: readonly ImageChoice[],
): readonly (readonly (NameFault | undefined)[])[] {
  const given = new Set<string>()
  return choices.map(({ taken, names }) =>
    names.map((name) => {
      if (!taken) return undefined
      const fault = faultOf(name)
      if (fault) return fault
      const full = fullName(name)
      if (given.has(full)) return { of: 'twice' }
      given.add(full)
      return undefined
    }),
  )
}

function faultOf(name: string): NameFault | undefined {
  const { repository, tag } = nameParts(name)
  const wrongRepository = repositoryFault(repository)
  if (wrongRepository) return { of: 'repository', fault: wrongRepository }
  const wrongTag = tagFault(tag)
  return wrongTag && { of: 'tag', fault: wrongTag }
}

/** What the host is asked to store. */
export function toStore(choices: readonly ImageChoice[]): Input<'imports.store'>['images'] {
  return choices
    .filter(({ taken }) => taken)
    .map(({ index, names }) => ({ index, names: names.map(fullName) }))
}
