import { mkdir, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { REMOTE_KINDS, type SavedRemote } from '../control/remotes-contract.ts'
import { rewriteFile } from '../rewrite-file.ts'

/** The file in which registries are kept, without anything secret. Several processes may use it at once. */
export interface RemotesFile {
  /** What was wrong with it when it was read; for a person. */
  readonly trouble: string | undefined
  read(): Promise<readonly SavedRemote[]>
  /** @throws Error that says what to do, when it cannot be written */
  change(change: (old: readonly SavedRemote[]) => readonly SavedRemote[]): Promise<void>
}

/** Of the form of the file: `{ version, remotes }`. */
const VERSION = 1

export function openRemotesFile(file: string): RemotesFile {
  let trouble: string | undefined

  /** A broken file is set aside, never overwritten. */
  async function read(): Promise<readonly SavedRemote[]> {
    const bytes = await readFile(file).catch(absent)
    try {
      return remotesIn(bytes)
    } catch (error) {
      const aside = `${file}.broken-${new Date().toISOString().replaceAll(':', '-')}`
      await rename(file, aside)
      const why = error instanceof Error ? error.message : String(error)
      trouble = `${file} could not be used (${why}) and was set aside as ${aside}. Add the registries again.`
      return []
    }
  }

  return {
    get trouble() {
      return trouble
    },
    read,
    async change(change) {
      await read()
      await mkdir(dirname(file), { recursive: true })
      await rewriteFile(file, (old) => {
        const remotes = change(remotesIn(old)).toSorted((a, b) => (a.name < b.name ? -1 : 1))
        return Buffer.from(`${JSON.stringify({ version: VERSION, remotes }, null, 2)}\n`)
      })
    },
  }
}

function remotesIn(bytes: Buffer | undefined): readonly SavedRemote[] {
  if (!bytes) return []
  const found = Object(JSON.parse(bytes.toString())) as Readonly<Record<string, unknown>>
  const { version, remotes } = found
  if (version !== VERSION) {
    throw new Error(
      Number(version) > VERSION ? 'a newer Berth has written it' : 'it has no version',
    )
  }
  if (!Array.isArray(remotes) || !remotes.every(isRemote)) throw new Error('it holds no registries')
  return remotes
}

function isRemote(value: unknown): value is SavedRemote {
  const { name, url, kind, savedAt } = Object(value) as Partial<Record<keyof SavedRemote, unknown>>
  const isKind = REMOTE_KINDS.some((one) => one === kind)
  return (
    typeof name === 'string' && typeof url === 'string' && isKind && typeof savedAt === 'number'
  )
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
