import { randomUUID } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { SyncRuleView } from '../control/sync-contract.ts'
import { rewriteFile } from '../rewrite-file.ts'

/** A registry that is saved, and what is to be level there. */
export interface SavedTarget {
  readonly id: string
  readonly remote: string
  readonly paused: boolean
  readonly rule: SyncRuleView
}

/** The rules of syncs, in a file of their own that a person may read. */
export interface SavedTargets {
  list(): readonly SavedTarget[]
  get(id: string): SavedTarget | undefined
  save(target: Omit<SavedTarget, 'id'> & { readonly id?: string | undefined }): Promise<SavedTarget>
  delete(id: string): Promise<void>
}

const VERSION = 1
const MOST = 200

/** @param file undefined: in memory. @throws Error where the file is there and cannot be read */
export async function openSavedTargets(file: string | undefined): Promise<SavedTargets> {
  let targets = file === undefined ? [] : await read(file)

  async function keep(next: readonly SavedTarget[]): Promise<void> {
    if (file !== undefined) {
      await mkdir(dirname(file), { recursive: true })
      await rewriteFile(file, () =>
        Buffer.from(`${JSON.stringify({ version: VERSION, targets: next }, undefined, 2)}\n`),
      )
    }
    targets = next
  }

  return {
    list: () => targets,
    get: (id) => targets.find((target) => target.id === id),
    async save({ id = randomUUID().slice(0, 8), remote, paused, rule }) {
      const target: SavedTarget = { id, remote, paused, rule }
      const others = targets.filter((other) => other.id !== id)
      if (others.length >= MOST) throw new Error(`there are ${MOST} rules already`)
      const at = targets.findIndex((other) => other.id === id)
      await keep(at === -1 ? [...targets, target] : targets.with(at, target))
      return target
    },
    async delete(id) {
      await keep(targets.filter((target) => target.id !== id))
    },
  }
}

async function read(file: string): Promise<readonly SavedTarget[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  try {
    const { version, targets } = JSON.parse(text) as { version?: unknown; targets?: unknown }
    if (version === VERSION && Array.isArray(targets)) return targets as SavedTarget[]
  } catch {
    // What to do is the same.
  }
  throw new Error(`${file} is not what Berth writes there: mend it, or move it away`)
}
