/**
 * Every place in the window, and the path that leads there. Paths are relative to where the console
 * lies (no slash first), so that they work under a prefix as well.
 *
 *     ''                                  overview
 *     images                              all repositories
 *     images/team/api                     one repository
 *     images/team/api:v7                  an image by a tag
 *     images/team/api@sha256:…            an image by its digest
 *     images/team/api:v7/files            what lies in it
 *     images/team/api:v7/space            what it wastes
 *     setup                               setting Berth up, step by step
 *     sync                                other registries that are to be level
 *     sync/plan/1f2e3d4c-…                 what a sync would do
 *     sync/run/12                         a run, under way or past
 *     compare   import   activity   care   credentials   doctor   logs   audit   settings
 *
 * Words of the address's query, such as a folder or a platform, belong to some of them.
 */
export type Place =
  | { readonly page: 'overview' }
  | { readonly page: 'images' }
  | { readonly page: 'repository'; readonly repository: string }
  | ({ readonly page: ImagePart; readonly words?: Words } & ImageName)
  | { readonly page: 'compare' | 'import'; readonly words?: Words }
  | { readonly page: 'sync' }
  | { readonly page: 'sync-plan'; readonly plan: string }
  | { readonly page: 'sync-run'; readonly run: number }
  | { readonly page: 'activity' }
  | { readonly page: 'care' | 'credentials' | 'doctor' | 'setup' }
  | { readonly page: 'logs' | 'audit' }
  | { readonly page: 'settings' }
  | { readonly page: 'unknown'; readonly path: string }

/** An image as an address names it. */
export interface ImageName {
  readonly repository: string
  /** A tag or a digest. */
  readonly reference: string
}

/** Names and values of the query; an empty value is left out. */
export type Words = Readonly<Record<string, string>>

const SIMPLE = [
  'images',
  'compare',
  'import',
  'sync',
  'activity',
  'care',
  'credentials',
  'doctor',
  'logs',
  'audit',
  'settings',
  'setup',
] as const

/** The pages of one image: what it is, and those that its address is followed by. */
export type ImagePart = 'image' | (typeof PARTS)[number]
const PARTS = ['files', 'space'] as const

export function placeOf(path: string): Place {
  const trimmed = decoded(path).replace(/^\/+|\/+$/g, '')
  if (trimmed === '') return { page: 'overview' }
  const simple = SIMPLE.find((page) => page === trimmed)
  if (simple) return { page: simple }
  if (trimmed.startsWith('images/')) return inRepository(trimmed.slice('images/'.length))
  return inSync(trimmed) ?? { page: 'unknown', path: trimmed }
}

function inSync(path: string): Place | undefined {
  const [, run] = /^sync\/run\/(\d{1,15})$/.exec(path) ?? []
  if (run !== undefined) return { page: 'sync-run', run: Number(run) }
  const [, plan] = /^sync\/plan\/([^/]+)$/.exec(path) ?? []
  return plan === undefined ? undefined : { page: 'sync-plan', plan }
}

function inRepository(rest: string): Place {
  if (!/[@:]/.test(rest)) return { page: 'repository', repository: rest }
  const end = rest.indexOf('/', rest.search(/[@:]/))
  const name = imageNamed(end < 0 ? rest : rest.slice(0, end))
  const page = end < 0 ? 'image' : PARTS.find((part) => part === rest.slice(end + 1))
  return name && page ? { page, ...name } : { page: 'unknown', path: `images/${rest}` }
}

/**
 * What `nameOf` wrote; undefined for what names no image. Names of repositories hold neither `@` nor
 * `:`, so the first of them ends the name.
 */
export function imageNamed(name: string): ImageName | undefined {
  const at = name.search(/[@:]/)
  const repository = name.slice(0, Math.max(0, at))
  const reference = name.slice(at + 1)
  return repository === '' || reference === '' ? undefined : { repository, reference }
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
    case 'files':
    case 'space':
      return `images/${nameOf(place.repository, place.reference)}/${place.page}`
    case 'sync-plan':
      return `sync/plan/${place.plan}`
    case 'sync-run':
      return `sync/run/${place.run}`
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

/** The query of a place, with the question mark; empty where it has no words. */
export function queryOf(place: Place): string {
  return 'words' in place && place.words ? queryText(Object.entries(place.words)) : ''
}

/** Slashes, colons and at-signs may stand in a query, and paths are easier to read so. */
export function queryText(words: Iterable<readonly [string, string]>): string {
  const said = [...words].filter(([, value]) => value !== '')
  const text = new URLSearchParams(said.map(([name, value]) => [name, value])).toString()
  const plain = text.replaceAll('%2F', '/').replaceAll('%3A', ':').replaceAll('%40', '@')
  return plain === '' ? '' : `?${plain}`
}
