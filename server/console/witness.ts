import type { Library } from '../library/library.ts'
import type { SyncTargets } from '../sync-targets/sync-targets.ts'
import type { Traffic } from '../traffic/traffic.ts'
import type { RegistryEvent, Witness } from '../traffic/witness.ts'

/** Passes on what the registry does to all who have to know. */
export function witnessFor(
  traffic: Traffic,
  library: Library,
  sync: Pick<SyncTargets, 'pushed'>,
): Witness {
  return {
    begin: traffic.begin,
    tell(event) {
      if (event.action === 'push') sync.pushed(event.repository, event.tag)
      traffic.tell(event)
      tellLibrary(library, event)
    },
  }
}

function tellLibrary(library: Library, event: RegistryEvent): void {
  const { action, repository, digest, tag, client } = event
  if (action === 'delete') return library.removed({ repository, digest, tag })
  if (action === 'resolve' || action === 'delete-blob' || digest === undefined) return
  const told = { repository, digest, tag, user: client.user, at: Date.now() }
  if (action === 'push') library.pushed(told)
  else library.pulled(told)
}
