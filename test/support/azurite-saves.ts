import { on } from 'node:events'
import { watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OpenContainer } from './azure-container.ts'

/** What Azurite knows of blobs, and of the files that their bytes lie in. */
const [BLOBS, EXTENTS] = ['__azurite_db_blob__.json', '__azurite_db_blob_extent__.json']

/** It saves both within five seconds of a change. */
const PATIENCE = 20_000

/**
 * Resolves when Azurite would find all that it has acknowledged by now after a SIGKILL.
 *
 * It syncs the bytes of a blob before it answers, but holds what it knows about them in memory and
 * rewrites its two files of that every five seconds. So this makes one more blob, in a container for
 * nothing else, and waits until both files have it: then they have all that came before.
 */
export async function waitUntilSaved(folder: string, { client }: OpenContainer): Promise<void> {
  const watcher = watch(folder)
  const changes = on(watcher, 'change', { signal: AbortSignal.timeout(PATIENCE) })
  try {
    const since = Date.now()
    await client.getBlockBlobClient('probe').upload('probe', 'probe'.length)
    while (!(await hasSaved(folder, client.containerName, since))) await changes.next()
  } finally {
    watcher.close()
  }
}

async function hasSaved(folder: string, container: string, since: number): Promise<boolean> {
  const blobs = await readFile(join(folder, BLOBS), 'utf8')
  if (!blobs.includes(`"containerName":"${container}","name":"probe"`)) return false
  const extents = await readFile(join(folder, EXTENTS), 'utf8')
  const times = [...extents.matchAll(/"last\w*InMS":(\d+)/gi)]
  return times.some(([, time]) => Number(time) >= since)
}
