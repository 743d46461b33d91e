import { useMemo, useSyncExternalStore } from 'react'
import { pathOf, placeOf, queryOf, queryText, type Place, type Words } from './place.ts'

/**
 * Where the window is: the browser's own address and history, nothing beside them. The console may lie
 * under a prefix; `<base href>` says where.
 */

const listeners = new Set<() => void>()
const changed = () => {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
  }
}

const base = (): string => new URL('.', document.baseURI).pathname

function currentPath(): string {
  const path = location.pathname
  return path.startsWith(base()) ? path.slice(base().length) : path
}

/** The address of a place, to be put into a link. */
export function hrefOf(place: Place): string {
  const path = pathOf(place).split('/').map(encodeSegment).join('/')
  return `${base()}${path}${queryOf(place)}`
}

/** Colons and at-signs may stand in a path, and are easier to read so. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll('%3A', ':').replaceAll('%40', '@')
}

/** Makes a step in the history. @param state what the step keeps, such as where a table was */
export function navigate(place: Place, state: unknown = null): void {
  if (hrefOf(place) === location.pathname + location.search) return
  history.pushState(state, '', hrefOf(place))
  changed()
}

/** Puts another address in place of this one: for steps that nobody would go back to. */
export function replacePlace(place: Place): void {
  if (hrefOf(place) === location.pathname + location.search) return
  history.replaceState(null, '', hrefOf(place))
  changed()
}

export const currentPlace = (): Place => placeOf(currentPath())

export function usePlace(): Place {
  return placeOf(useSyncExternalStore(subscribe, currentPath))
}

/**
 * A word of the address's query, such as a search or an order, so that it survives Back and can be
 * passed on. Setting it makes no step in the history; empty takes it out.
 */
export function useQueryWord(name: string): [string, (value: string) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => new URLSearchParams(location.search).get(name) ?? '',
  )
  return [value, (next) => setQueryWord(name, next)]
}

/** All words of the address's query. */
export function useQueryWords(): Words {
  const search = useSyncExternalStore(subscribe, () => location.search)
  return useMemo(() => Object.fromEntries(new URLSearchParams(search)), [search])
}

function setQueryWord(name: string, value: string): void {
  const words = new URLSearchParams(location.search)
  if ((words.get(name) ?? '') === value) return
  words.set(name, value)
  history.replaceState(null, '', `${location.pathname}${queryText(words)}`)
  changed()
}
