import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HOMES } from './own-home.ts'

/** Makes the folder in which every process of the run has its home; gives back what removes it. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-homes-'))
  process.env[HOMES] = folder
  return () => rm(folder, { recursive: true, force: true })
}
