import { algorithmOf, asDigest, hexOf, parseDigest, type Digest } from './digest.ts'
import { RegistryError } from './errors.ts'

/** A repository's name, checked: distribution-spec "Pulling manifests", `<name>`. */
export type RepositoryName = string & { readonly brand: 'repository' }

/** A tag, checked: distribution-spec "Pulling manifests", `<tag-or-digest>` as a tag. */
export type Tag = string & { readonly brand: 'tag' }

/** What a manifest is asked for by. */
export type Reference =
  | { readonly kind: 'tag'; readonly tag: Tag }
  | { readonly kind: 'digest'; readonly digest: Digest }

/** Clients limit host name and repository together to 255 characters. */
const MAX_NAME = 255
const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const NAME = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`)
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/

export function asRepositoryName(text: string): RepositoryName | undefined {
  return text.length <= MAX_NAME && NAME.test(text) ? (text as RepositoryName) : undefined
}

/** @throws RegistryError NAME_INVALID */
export function parseRepositoryName(text: string): RepositoryName {
  const name = asRepositoryName(text)
  if (name) return name
  const why =
    text.length > MAX_NAME
      ? `a repository name has at most ${MAX_NAME} characters, this one ${text.length}`
      : 'a repository name is lower-case letters and digits, parted by single . _ or __ or dashes, in components parted by /'
  throw new RegistryError('NAME_INVALID', why, { detail: { name: text.slice(0, MAX_NAME) } })
}

export function asTag(text: string): Tag | undefined {
  return TAG.test(text) ? (text as Tag) : undefined
}

/** Where a registry without the referrers API lists them: distribution-spec "Referrers Tag Schema". */
export function referrersTag(subject: Digest): Tag {
  return `${algorithmOf(subject)}-${hexOf(subject).slice(0, 64)}` as Tag
}

/** @throws RegistryError TAG_INVALID or DIGEST_INVALID */
export function parseReference(text: string): Reference {
  const digest = asDigest(text)
  if (digest) return { kind: 'digest', digest }
  const tag = asTag(text)
  if (tag) return { kind: 'tag', tag }
  if (text.includes(':')) return { kind: 'digest', digest: parseDigest(text) }
  throw new RegistryError(
    'TAG_INVALID',
    'a tag is 1 to 128 letters, digits, underscores, dots and dashes, and starts with neither dot nor dash',
    { detail: { tag: text.slice(0, 128) } },
  )
}
