import { mkdir, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { rewriteFile } from './rewrite-file.ts'
import { createSlots } from './storage/slots.ts'

/** What a file of Berth's own holds: one object, as JSON with the version of its form. */
export interface VersionedFile<T> {
  readonly now: T
  /** Why the defaults count, where the file could not be read; for a person. */
  readonly trouble?: string
  /** One change after the other; durable when it resolves. */
  change(change: (now: T) => T): Promise<void>
}

export interface FileForm<T> {
  /** What it holds, such as `settings`; for a person. */
  readonly thing: string
  /** Of the form of the file. An older one is brought forward by `migrations`. */
  readonly version: number
  /** From the version of its place, counted from 1, to the next. */
  readonly migrations: readonly Migration[]
  readonly defaults: T
  /** What of a file's content can be used; the rest is as if it were not there. */
  readonly known: (found: Readonly<Record<string, unknown>>) => Partial<T>
}

type Migration = (old: Record<string, unknown>) => Record<string, unknown>

/** A broken file, or one of a newer Berth, is set aside and never overwritten; then the defaults count. */
export async function openVersionedFile<T extends object>(
  file: string,
  form: FileForm<T>,
): Promise<VersionedFile<T>> {
  const { content, trouble } = await read(file, form)
  let now = content
  const turns = createSlots(1)
  return {
    get now() {
      return now
    },
    ...(trouble !== undefined && { trouble }),
    change: (change) =>
      turns.run(async () => {
        const next = change(now)
        await mkdir(dirname(file), { recursive: true })
        await rewriteFile(file, () => asText({ version: form.version, ...next }))
        now = next
      }),
  }
}

function asText(content: object): Buffer {
  return Buffer.from(`${JSON.stringify(content, null, 2)}\n`)
}

async function read<T extends object>(
  file: string,
  form: FileForm<T>,
): Promise<{ readonly content: T; readonly trouble?: string }> {
  const { defaults, known } = form
  const text = await readFile(file, 'utf8').catch(absent)
  if (text === undefined) return { content: defaults }
  try {
    return { content: { ...defaults, ...known(migrated(JSON.parse(text), form)) } }
  } catch (error) {
    const aside = `${file}.broken-${new Date().toISOString().replaceAll(':', '-')}`
    await rename(file, aside)
    const why = error instanceof Error ? error.message : String(error)
    const trouble = `${file} could not be used (${why}) and was set aside as ${aside}; the defaults count now.`
    return { content: defaults, trouble }
  }
}

function migrated(
  content: unknown,
  { thing, version: newest, migrations }: Pick<FileForm<never>, 'thing' | 'version' | 'migrations'>,
): Record<string, unknown> {
  if (typeof content !== 'object' || content === null) throw new Error(`it holds no ${thing}`)
  const found: Record<string, unknown> = { ...content }
  const version = Number(found['version'])
  if (!Number.isInteger(version) || version < 1) throw new Error('it has no version')
  if (version > newest) throw new Error('a newer Berth has written it')
  return migrations.slice(version - 1).reduce((old, migrate) => migrate(old), found)
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
