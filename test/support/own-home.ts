import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Names the folder that `home-setup.ts` makes for a run of vitest, whose processes are ended from outside. */
export const HOMES = 'BERTH_TEST_HOMES'

let folder: string | undefined

/**
 * Variables by which what is started keeps its settings and data in a folder of this process, and not in
 * those of whoever runs the tests.
 */
export function ownHome(): Readonly<Record<string, string>> {
  folder ??= newFolder(process.env[HOMES])
  return { XDG_CONFIG_HOME: join(folder, 'config'), XDG_DATA_HOME: join(folder, 'data') }
}

function newFolder(parent: string | undefined): string {
  const made = mkdtempSync(join(parent ?? tmpdir(), 'berth-home-'))
  if (parent === undefined) process.once('exit', () => rmSync(made, { recursive: true }))
  return made
}
