import { useSyncExternalStore } from 'react'
import type { ThemeChoice, ThemeName } from './theme.ts'

/** The choice is of this browser and nobody else, so it lies in its own storage. */
const KEY = 'berth.theme'
export const THEME_CHOICES: readonly ThemeChoice[] = ['system', 'light', 'dark', 'contrast']

const DARK = matchMedia('(prefers-color-scheme: dark)')
const CONTRAST = matchMedia('(prefers-contrast: more)')

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  for (const query of [DARK, CONTRAST]) query.addEventListener('change', listener)
  // Another window of the console.
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    for (const query of [DARK, CONTRAST]) query.removeEventListener('change', listener)
    window.removeEventListener('storage', listener)
  }
}

function choice(): ThemeChoice {
  const stored = localStorage.getItem(KEY)
  return THEME_CHOICES.find((known) => known === stored) ?? 'system'
}

function systemTheme(): ThemeName {
  // With forced colours the browser paints by the person's own palette, whatever the theme.
  if (CONTRAST.matches && !matchMedia('(forced-colors: active)').matches) return 'contrast'
  return DARK.matches ? 'dark' : 'light'
}

export function chooseTheme(next: ThemeChoice): void {
  localStorage.setItem(KEY, next)
  for (const listener of listeners) listener()
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, choice)
}

/** The theme to paint with: the choice, or what the system wishes. */
export function useThemeName(): ThemeName {
  const chosen = useThemeChoice()
  const system = useSyncExternalStore(subscribe, systemTheme)
  return chosen === 'system' ? system : chosen
}
