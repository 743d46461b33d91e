import type { RepositoryFault } from '../pages/repository/repository-name.ts'
import type { TagFault } from '../pages/repository/tag-name.ts'

const noLetter = (what: string, letter: string): string =>
  letter.trim() === '' ? `${what} has no spaces.` : `${what} cannot have “${letter}” in it.`

/** Why a text cannot be a tag. */
export function tagFaultText(fault: TagFault): string {
  if (fault.kind === 'letter') return noLetter('A tag', fault.letter)
  return {
    empty: 'A tag needs at least one letter.',
    long: 'A tag has at most 128 letters.',
    start: 'A tag cannot begin with “.” or “-”.',
  }[fault.kind]
}

/** Why a text cannot be the name of a repository. */
export function repositoryFaultText(fault: RepositoryFault): string {
  if (fault.kind === 'letter') return noLetter('A repository', fault.letter)
  return {
    empty: 'A repository needs a name.',
    long: 'The name of a repository has at most 255 letters.',
    capital: 'The name of a repository has small letters only.',
    form: 'Each part of a repository’s name begins and ends with a letter or digit, and has “.”, “_” or “-” one at a time.',
  }[fault.kind]
}
