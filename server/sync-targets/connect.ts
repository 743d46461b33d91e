import type { Registry } from '../registry/registry.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'
import { parseRemoteAddress } from '../remotes/remote-address.ts'
import { localEnd, type LocalChanges } from '../sync/local-end.ts'
import { openRemote } from '../sync/remote.ts'
import type { RunRequest } from '../sync/run-log.ts'
import type { SyncDatabase } from '../sync/state.ts'
import type { Plan } from '../sync/plan-contents.ts'
import type { KeepAs } from '../sync/keep-as.ts'
import { endsOf, planSync, syncOnce, type SyncWanted } from '../sync/sync-once.ts'
import { lookAtSide, type Side } from '../sync/sides.ts'
import type { KnownRemotes } from './known-remotes.ts'
import type { DoSync } from './runs.ts'

export interface ConnectParts {
  readonly registry: Registry
  readonly changes: LocalChanges
  readonly remotes: KnownRemotes
  readonly agent: string
  readonly database: SyncDatabase
  /** A pull has changed something here. @param except the target that it came from */
  readonly pushed: (repository: string, tag: string | undefined, except?: string) => void
}

export interface Connect {
  readonly run: DoSync
  plan(
    remote: string,
    request: Pick<RunRequest, 'rule' | 'only'>,
    signal: AbortSignal,
    onProgress: (repositories: number, images: number) => void,
  ): Promise<Plan>
  /** What a tag stands for on both sides. */
  sides(
    remote: string,
    request: Pick<RunRequest, 'rule'>,
    image: { readonly name: RepositoryName; readonly tag: Tag },
  ): Promise<Sides>
}

export interface Sides {
  readonly here?: Side
  readonly there?: Side
}

/** A person waits for it, so long at most, in milliseconds. */
const PATIENCE = 30_000

/** Syncs of this registry with those that are saved, by their names. */
export function createConnect(parts: ConnectParts): Connect {
  const { registry, changes, remotes, agent, database } = parts

  async function open(name: string) {
    const found = await remotes.get(name)
    if (!found) throw new Error(`there is no registry named ${name}`)
    const address = parseRemoteAddress(found.url)
    const login = await remotes.loginOf(name)
    return { address, remote: openRemote({ url: address.base, login, agent }) }
  }

  async function withRemote<T>(
    name: string,
    target: string | undefined,
    request: Pick<RunRequest, 'rule'> & Partial<RunRequest>,
    signal: AbortSignal,
    work: (wanted: SyncWanted) => Promise<T>,
  ): Promise<T> {
    const { address, remote } = await open(name)
    const here = localEnd(registry, {
      ...changes,
      stored(repository, digest, tag) {
        changes.stored(repository, digest, tag)
        parts.pushed(repository, tag, target)
      },
    })
    try {
      return await work({ here, remote, address, database, signal, ...wantedIn(request) })
    } finally {
      remote.close()
    }
  }

  return {
    async run({ ...request }, { remote, target }, { pace, signal }, watcher) {
      const { confirmDeletes = false } = request
      await remotes.noteUse(remote).catch(() => {})
      return await withRemote(remote, target, request, signal, (wanted) =>
        syncOnce({ ...wanted, ...(pace && { pace }) }, { ...watcher, confirmDeletes }),
      )
    },
    plan: (remote, request, signal, onProgress) =>
      withRemote(remote, undefined, request, signal, (wanted) =>
        planSync({ ...wanted, onProgress }),
      ),
    async sides(remote, request, { name, tag }) {
      const signal = AbortSignal.timeout(PATIENCE)
      return await withRemote(remote, undefined, request, signal, async (wanted) => {
        const both = [wanted.here, endsOf(wanted).there]
        const looks = both.map((end) => lookAtSide(end, name, tag, signal))
        const [here, there] = await Promise.all(looks)
        return { ...(here && { here }), ...(there && { there }) }
      })
    },
  }
}

/** What a request names was checked when it came. */
function wantedIn({
  rule,
  only,
  images,
  overwrites,
  keepAs,
}: Pick<RunRequest, 'rule'> & Partial<RunRequest>) {
  const chosen = images as readonly (readonly [RepositoryName, readonly Tag[]])[] | undefined
  return {
    rule,
    ...(only && { only }),
    ...(chosen && { images: new Map(chosen) }),
    ...(overwrites && { overwrites }),
    ...(keepAs && { keepAs: keepAs as KeepAs }),
  }
}
