import { mkdir, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DesktopSettings } from '../server/control/settings-contract.ts'
import { rewriteFile } from '../server/rewrite-file.ts'
import { createSlots } from '../server/storage/slots.ts'

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

/** Of the form of the file. An older one is brought forward by `MIGRATIONS`, a newer one is left alone. */
const VERSION = 1

/** From the version of its place, counted from 1, to the next. */
const MIGRATIONS: readonly ((old: Record<string, unknown>) => Record<string, unknown>)[] = []

/** A broken file is set aside, never overwritten; then the defaults count. */
export async function openDesktopSettings(
  file: string,
  defaults: KeptSettings,
): Promise<DesktopSettingsFile> {
  const { settings, trouble } = await read(file, defaults)
  let now = settings
  const turns = createSlots(1)
  return {
    get now() {
      return now
    },
    ...(trouble !== undefined && { trouble }),
    change: (changes) =>
      turns.run(async () => {
        const next = { ...now, ...given(changes) }
        await mkdir(dirname(file), { recursive: true })
        await rewriteFile(file, () =>
          Buffer.from(`${JSON.stringify({ version: VERSION, ...next }, null, 2)}\n`),
        )
        now = next
      }),
  }
}

function given(changes: Partial<Undefinable<KeptSettings>>): Partial<KeptSettings> {
  const pairs = Object.entries(changes).filter(([, value]) => value !== undefined)
  return Object.fromEntries(pairs) as Partial<KeptSettings>
}

interface ReadSettings {
  readonly settings: KeptSettings
  readonly trouble?: string
}

async function read(file: string, defaults: KeptSettings): Promise<ReadSettings> {
  const text = await readFile(file, 'utf8').catch(absent)
  if (text === undefined) return { settings: defaults }
  try {
    return { settings: { ...defaults, ...known(migrated(JSON.parse(text)), defaults) } }
  } catch (error) {
    const aside = `${file}.broken-${new Date().toISOString().replaceAll(':', '-')}`
    await rename(file, aside)
    const why = error instanceof Error ? error.message : String(error)
    const trouble = `${file} could not be used (${why}) and was set aside as ${aside}; the defaults count now.`
    return { settings: defaults, trouble }
  }
}

function migrated(content: unknown): Record<string, unknown> {
  if (typeof content !== 'object' || content === null) throw new Error('it holds no settings')
  const found: Record<string, unknown> = { ...content }
  const version = Number(found['version'])
  if (!Number.isInteger(version) || version < 1) throw new Error('it has no version')
  if (version > VERSION) throw new Error('a newer Berth has written it')
  return MIGRATIONS.slice(version - 1).reduce((old, migrate) => migrate(old), found)
}

/** What is of the right type; the rest is as if it were not there. */
function known(found: Record<string, unknown>, defaults: KeptSettings): Partial<KeptSettings> {
  const pairs = Object.entries(defaults).flatMap(([key, value]) =>
    typeof found[key] === typeof value ? [[key, found[key]] as const] : [],
  )
  return Object.fromEntries(pairs)
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
