import type { Database } from './database.ts'
import { createKnownContents, type KnownContents, type ManifestFacts } from './known-contents.ts'
import { createKnownRepositories, type KnownRepositories, type Push } from './known-repositories.ts'
import { createKnownRevisions, type KnownRevisions } from './known-revisions.ts'
import { createKnownTags, type KnownTags, type KnownTarget } from './known-tags.ts'

/** What storage says of a tag now, where that is not what the index says. */
export type FoundTag =
  | { readonly tag: string; readonly gone: true }
  | ({ readonly tag: string; readonly gone: false } & KnownTarget & Told)

/** What storage says of a manifest of a repository now, where that is not what the index says. */
export type FoundManifest =
  | { readonly digest: string; readonly gone: true }
  | ({
      readonly digest: string
      readonly gone: false
      /** Absent where it is known from another repository. */
      readonly facts?: ManifestFacts | undefined
    } & Told)

/** How old it is: somebody said so when it was pushed, or its file does. */
interface Told {
  readonly push?: Push | undefined
  readonly modified?: number | undefined
}

/** What the registry holds, as far as it is known, in a database. Only this changes it. */
export interface Index {
  tag(name: string, tag: string): KnownTarget | undefined
  tags(name: string): readonly string[]
  hasManifest(name: string, digest: string): boolean
  manifests(name: string): readonly string[]
  /** Whether any repository has it. */
  knowsManifest(digest: string): boolean
  repositories(): readonly string[]
  /** The tags that are known to point to a manifest. */
  pointingTo(name: string, digest: string): readonly string[]
  applyTags(name: string, found: readonly FoundTag[]): void
  /** @returns digests of those that it cannot place: their facts, known a moment ago, are not any more */
  applyManifests(name: string, found: readonly FoundManifest[]): readonly string[]
  applyPulls(pulls: Iterable<Pull>): void
}

export interface Pull {
  readonly repository: string
  readonly digest: string
  readonly tag?: string | undefined
  readonly at: number
}

export function createIndex(database: Database): Index {
  const parts: Parts = {
    repositories: createKnownRepositories(database),
    contents: createKnownContents(database),
    revisions: createKnownRevisions(database),
    tags: createKnownTags(database),
  }
  return { ...createLooks(parts), ...createChanges(database, parts) }
}

interface Parts {
  readonly repositories: KnownRepositories
  readonly contents: KnownContents
  readonly revisions: KnownRevisions
  readonly tags: KnownTags
}

type Changes = Pick<Index, 'applyTags' | 'applyManifests' | 'applyPulls'>

function createLooks({
  repositories,
  contents,
  revisions,
  tags,
}: Parts): Omit<Index, keyof Changes> {
  return {
    tag(name, tag) {
      const id = repositories.id(name)
      return id === undefined ? undefined : tags.get(id, tag)
    },
    tags(name) {
      const id = repositories.id(name)
      return id === undefined ? [] : tags.names(id)
    },
    hasManifest(name, digest) {
      const [id, manifest] = [repositories.id(name), contents.id(digest)]
      return id !== undefined && manifest !== undefined && revisions.has(id, manifest)
    },
    manifests(name) {
      const id = repositories.id(name)
      return id === undefined ? [] : revisions.digests(id)
    },
    pointingTo(name, digest) {
      const [id, target] = [repositories.id(name), contents.id(digest)]
      return id === undefined || target === undefined ? [] : tags.pointingTo(id, target)
    },
    knowsManifest: (digest) => contents.isManifest(digest),
    repositories: () => repositories.names(),
  }
}

function createChanges(database: Database, parts: Parts): Changes {
  const { repositories, contents, revisions, tags } = parts
  const setTag = createSetTag(parts)
  const addManifest = createAddManifest(parts)

  function removeManifest(repository: number, digest: string): void {
    const id = contents.id(digest)
    if (id === undefined || !revisions.has(repository, id)) return
    const above = revisions.upwards(repository, [id])
    revisions.remove(repository, id)
    for (const manifest of above) revisions.resize(repository, manifest)
    contents.prune(id)
  }

  return {
    applyTags: (name, found) =>
      database.change(() => {
        const repository = repositories.take(name)
        for (const tag of found) setTag(repository, tag)
        repositories.dropIfEmpty(repository)
      }),

    applyManifests: (name, found) =>
      database.change(() => {
        const repository = repositories.take(name)
        const added: number[] = []
        const lost: string[] = []
        for (const one of found) {
          if (one.gone) removeManifest(repository, one.digest)
          else if (one.facts || contents.isManifest(one.digest)) {
            added.push(addManifest(repository, one))
          } else lost.push(one.digest)
        }
        for (const id of revisions.upwards(repository, added)) revisions.resize(repository, id)
        repositories.dropIfEmpty(repository)
        return lost
      }),

    applyPulls: (pulls) =>
      database.change(() => {
        for (const { repository, digest, tag, at } of pulls) {
          const [id, manifest] = [repositories.id(repository), contents.id(digest)]
          if (id === undefined) continue
          repositories.pulled(id, at)
          if (tag !== undefined) tags.pulled(id, tag, at)
          if (manifest !== undefined) revisions.pulled(id, manifest, at)
        }
      }),
  }
}

function createSetTag({ repositories, contents, tags }: Parts) {
  /** Where a tag leads to nothing that is known otherwise, it alone keeps the content. */
  function leave(digest: string | undefined): void {
    const id = digest === undefined ? undefined : contents.id(digest)
    if (id !== undefined) contents.prune(id)
  }

  return (repository: number, found: FoundTag): void => {
    const before = tags.get(repository, found.tag)
    if (found.gone) {
      tags.remove(repository, found.tag)
    } else {
      const { digest, push, modified } = found
      tags.set(
        repository,
        found.tag,
        digest === undefined ? undefined : contents.take({ digest, size: 0 }),
      )
      tags.pushed(repository, found.tag, push ?? { at: modified })
      note(repositories, repository, found)
    }
    leave(before?.digest)
  }
}

/** @returns the id of the manifest */
function createAddManifest({ repositories, contents, revisions }: Parts) {
  return (repository: number, found: Extract<FoundManifest, { gone: false }>): number => {
    if (found.facts) contents.learn(found.facts)
    const id = contents.take({ digest: found.digest, size: 0 })
    const isNew = !revisions.has(repository, id)
    if (isNew) revisions.add(repository, id)
    if (isNew || found.push) {
      revisions.pushed(repository, id, found.push ?? { at: found.modified })
      note(repositories, repository, found)
    }
    return id
  }
}

function note(repositories: KnownRepositories, id: number, { push, modified }: Told): void {
  if (push) repositories.pushed(id, push)
  else repositories.seen(id, modified)
}
