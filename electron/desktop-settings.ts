import type { DesktopSettings } from '../server/control/settings-contract.ts'
import { openVersionedFile, type FileForm } from '../server/versioned-file.ts'

/** What is kept besides what people set. */
export interface KeptSettings extends DesktopSettings {
  /** Somebody was told that closing the window leaves the app in the tray. */
  readonly toldOfHiding: boolean
}

export interface DesktopSettingsFile {
  readonly now: KeptSettings
  /** Why the defaults count, where the file could not be read; for a person. */
  readonly trouble?: string
  change(changes: Partial<Undefinable<KeptSettings>>): Promise<void>
}

type Undefinable<T> = { [K in keyof T]: T[K] | undefined }

/** A broken file is set aside, never overwritten; then the defaults count. */
export async function openDesktopSettings(
  file: string,
  defaults: KeptSettings,
): Promise<DesktopSettingsFile> {
  const kept = await openVersionedFile(file, formOf(defaults))
  return {
    get now() {
      return kept.now
    },
    ...(kept.trouble !== undefined && { trouble: kept.trouble }),
    change: (changes) => kept.change((now) => ({ ...now, ...given(changes) })),
  }
}

function formOf(defaults: KeptSettings): FileForm<KeptSettings> {
  return {
    thing: 'settings',
    version: 1,
    migrations: [],
    defaults,
    known: (found) => ofSameType(found, defaults),
  }
}

function given(changes: Partial<Undefinable<KeptSettings>>): Partial<KeptSettings> {
  const pairs = Object.entries(changes).filter(([, value]) => value !== undefined)
  return Object.fromEntries(pairs) as Partial<KeptSettings>
}

function ofSameType(
  found: Readonly<Record<string, unknown>>,
  defaults: KeptSettings,
): Partial<KeptSettings> {
  const pairs = Object.entries(defaults).flatMap(([key, value]) =>
    typeof found[key] === typeof value ? [[key, found[key]] as const] : [],
  )
  return Object.fromEntries(pairs)
}
