import { join } from 'node:path'
import { ownConfigFolder } from '../config/data-folder.ts'
import { OWN_FOLDER } from '../storage/disk.ts'
import { openSyncDatabase, type SyncDatabase } from '../sync/state.ts'
import type { CommandIo } from './command.ts'

/** What syncs remember: beside the images, else where the configuration is; a server there uses the same. */
export function databaseOf(
  { folder }: { readonly folder?: string | undefined },
  { env, stderr }: CommandIo,
): SyncDatabase {
  const file =
    folder === undefined
      ? join(ownConfigFolder(process.platform, env), 'sync.db')
      : join(folder, OWN_FOLDER, 'sync.db')
  return openSyncDatabase(file, { warn: (message) => void stderr.write(`berth: ${message}\n`) })
}
