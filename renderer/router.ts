import { useSyncExternalStore } from 'react'
import { pathOf, placeOf, type Place } from './place.ts'

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
  return `${base()}${path}`
}

/** Colons and at-signs may stand in a path, and are easier to read so. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll('%3A', ':').replaceAll('%40', '@')
}

export function navigate(place: Place): void {
  if (hrefOf(place) === location.pathname && location.search === '') return
  history.pushState(null, '', hrefOf(place))
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

function setQueryWord(name: string, value: string): void {
  const url = new URL(location.href)
  if (value === '') url.searchParams.delete(name)
  else url.searchParams.set(name, value)
  if (url.href === location.href) return
  history.replaceState(null, '', url)
  changed()
}
