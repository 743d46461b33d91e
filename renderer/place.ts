/**
 * Every place in the window, and the path that leads there. Paths are relative to where the console
 * lies (no slash first), so that they work under a prefix as well.
 *
 *     ''                                  overview
 *     images                              all repositories
 *     images/team/api                     one repository
 *     images/team/api:v7                  an image by a tag
 *     images/team/api@sha256:…            an image by its digest
 *     activity   logs   settings
 */
export type Place =
  | { readonly page: 'overview' }
  | { readonly page: 'images' }
  | { readonly page: 'repository'; readonly repository: string }
  | { readonly page: 'image'; readonly repository: string; readonly reference: string }
  | { readonly page: 'activity' }
  | { readonly page: 'logs' }
  | { readonly page: 'settings' }
  | { readonly page: 'unknown'; readonly path: string }

const SIMPLE = ['images', 'activity', 'logs', 'settings'] as const

export function placeOf(path: string): Place {
  const trimmed = decoded(path).replace(/^\/+|\/+$/g, '')
  if (trimmed === '') return { page: 'overview' }
  const simple = SIMPLE.find((page) => page === trimmed)
  if (simple) return { page: simple }
  return trimmed.startsWith('images/')
    ? inRepository(trimmed.slice('images/'.length))
    : { page: 'unknown', path: trimmed }
}

/** Names of repositories hold neither `@` nor `:`, so the first of them ends the name. */
function inRepository(rest: string): Place {
  const at = rest.search(/[@:]/)
  if (at < 0) return { page: 'repository', repository: rest }
  const repository = rest.slice(0, at)
  const reference = rest.slice(at + 1)
  if (repository === '' || reference === '') return { page: 'unknown', path: `images/${rest}` }
  return { page: 'image', repository, reference }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

export function pathOf(place: Place): string {
  switch (place.page) {
    case 'overview':
      return ''
    case 'repository':
      return `images/${place.repository}`
    case 'image':
      return `images/${nameOf(place.repository, place.reference)}`
    case 'unknown':
      return place.path
    default:
      return place.page
  }
}

/** As clients write it: `team/api:v7` for a tag, `team/api@sha256:…` for a digest. */
export function nameOf(repository: string, reference: string): string {
  return `${repository}${reference.includes(':') ? '@' : ':'}${reference}`
}
