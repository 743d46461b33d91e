import pkg from '../../package.json' with { type: 'json' }
import type { Events } from '../control/events.ts'
import type { Library } from '../library/library.ts'
import { parseDigest } from '../oci/digest.ts'
import { NO_REMOTES } from '../sync-targets/known-remotes.ts'
import { openSyncTargets, type SyncTargets } from '../sync-targets/sync-targets.ts'
import type { Traffic } from '../traffic/traffic.ts'
import type { ConsoleParts } from './parts.ts'
import { ownFolder } from './places.ts'

interface SyncParts {
  readonly library: Library
  readonly traffic: Traffic
  readonly events: Events
  readonly mayChange: () => void
}

/** What a pull brings is in the lists and in the history as what clients push. */
export function openSync(
  { config, registry, log, syncs }: ConsoleParts,
  { library, traffic, events, mayChange }: SyncParts,
): Promise<SyncTargets> {
  const agent = 'sync'
  return openSyncTargets({
    registry,
    remotes: syncs?.remotes ?? NO_REMOTES,
    folder: ownFolder(config) ?? syncs?.folder,
    ...(syncs?.times && { times: syncs.times }),
    agent: `berth/${pkg.version}`,
    pushOf: library.getTag,
    mayChange,
    publish: events.publish,
    log,
    changes: {
      stored(repository, text, tag) {
        const digest = parseDigest(text)
        library.pushed({ repository, digest, tag, user: undefined, at: Date.now() })
        if (tag) traffic.record({ action: 'push', repository, tag, digest, agent })
      },
      removed(repository, tag) {
        library.removed({ repository, digest: undefined, tag })
        traffic.record({ action: 'delete', repository, tag, agent })
      },
    },
  })
}
