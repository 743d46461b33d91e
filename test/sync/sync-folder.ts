import { loadConfig } from '../../server/config/load.ts'
import type { RetryOptions } from '../../server/sync/retry.ts'
import { localEnd } from '../../server/sync/local-end.ts'
import type { Login } from '../../server/sync/remote-login.ts'
import { openRemote } from '../../server/sync/remote.ts'
import { WHOLE, type SyncRule } from '../../server/sync/rule.ts'
import { openSyncDatabase } from '../../server/sync/state.ts'
import { syncOnce, type SyncWanted, type SyncWatcher } from '../../server/sync/sync-once.ts'
import { keepSecrets } from '../../server/secrets/secrets-keeper.ts'
import { openUnserved } from '../../server/unserved.ts'

/** What a test says of a sync of a folder that nobody serves. */
export interface FolderSync extends SyncWatcher {
  readonly folder: string
  readonly url: string
  readonly rule?: Partial<SyncRule>
  readonly login?: Login
  readonly only?: readonly string[]
  readonly chunkSize?: number
  readonly retries?: RetryOptions
  readonly pace?: SyncWanted['pace']
  readonly signal?: AbortSignal
  readonly overwrites?: boolean
  readonly confirmDeletes?: boolean
}

/** One sync in this process, with what it remembers beside the images as a command has it. */
export async function syncFolder(wishes: FolderSync) {
  const { folder, url, rule, login, retries = { first: 5, longest: 200 }, ...more } = wishes
  const text = JSON.stringify({
    version: '0.1',
    storage: { filesystem: { rootdirectory: folder } },
  })
  const { config } = loadConfig({ text, env: {} })
  const { registry, close } = await openUnserved(
    config,
    { error: () => {} },
    keepSecrets({ folder, env: {} }),
  )
  const remote = openRemote({ url: new URL('/', url), agent: 'test/1', login })
  const database = openSyncDatabase(`${folder}/.berth/sync.db`, { warn: () => {} })
  const {
    signal = new AbortController().signal,
    only,
    chunkSize,
    pace,
    overwrites,
    ...watcher
  } = more
  try {
    return await syncOnce(
      {
        here: localEnd(registry),
        remote,
        address: { base: new URL('/', url), prefix: undefined, url },
        rule: { ...WHOLE, ...rule },
        database,
        retries,
        signal,
        ...(only && { only }),
        ...(overwrites && { overwrites }),
        ...(chunkSize !== undefined && { chunkSize }),
        ...(pace && { pace }),
      },
      watcher,
    )
  } finally {
    remote.close()
    database.close()
    await close()
  }
}
