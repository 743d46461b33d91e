import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SpoolPlace } from '../carry/spool.ts'
import type { Config } from '../config/config.ts'
import { OWN_FOLDER } from '../storage/disk.ts'

/** Beside the images, where they lie in a folder. */
export function databaseFile(config: Config, name: string): string | undefined {
  const folder = ownFolder(config)
  return folder && join(folder, name)
}

/** What Berth keeps beside the images; undefined where they do not lie in a folder. */
export const ownFolder = ({ storage: { driver } }: Config): string | undefined =>
  driver.kind === 'filesystem' ? join(driver.rootDirectory, OWN_FOLDER) : undefined

/** Where files lie from which images are taken: beside the images, else in a folder that no other process has. */
export function spoolPlace({ storage: { driver } }: Config): SpoolPlace {
  const folder =
    driver.kind === 'filesystem'
      ? join(driver.rootDirectory, OWN_FOLDER, 'imports')
      : join(tmpdir(), `berth-imports-${randomUUID()}`)
  return { folder }
}
