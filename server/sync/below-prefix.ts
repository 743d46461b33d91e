import { asRepositoryName, type RepositoryName } from '../oci/name.ts'
import type { SyncEnd, SyncUploads } from './end.ts'

/** The repositories of an end that lie below one of its names, called without it. */
export function belowPrefix(prefix: RepositoryName | undefined, end: SyncEnd): SyncEnd {
  if (prefix === undefined) return end
  const full = (name: RepositoryName): RepositoryName => `${prefix}/${name}` as RepositoryName
  const { uploads } = end
  const uploadsBelow: SyncUploads = {
    begin: (name, asking) => uploads.begin(full(name), asking),
    status: (name, location, asking) => uploads.status(full(name), location, asking),
    append: (name, piece, asking) => uploads.append(full(name), piece, asking),
    finish: (name, blob, piece, asking) => uploads.finish(full(name), blob, piece, asking),
    cancel: (name, location) => uploads.cancel(full(name), location),
  }
  return {
    ...end,
    name: `${end.name}/${prefix}`,
    async *repositories(asking) {
      for await (const name of end.repositories(asking)) {
        const own = name.startsWith(`${prefix}/`)
          ? asRepositoryName(name.slice(prefix.length + 1))
          : undefined
        if (own) yield own
      }
    },
    async look(names, asking) {
      const found = await end.look?.(names.map(full), asking)
      return (
        found && {
          tags: (name) => found.tags(full(name)),
          resolveTags: (name, tags) => found.resolveTags(full(name), tags),
          referrers: (name, tag) => found.referrers(full(name), tag),
        }
      )
    },
    tags: (name, asking) => end.tags(full(name), asking),
    resolveTags: (name, tags, asking) => end.resolveTags(full(name), tags, asking),
    manifest: (name, descriptor, asking) => end.manifest(full(name), descriptor, asking),
    referrers: (name, digest, asking) => end.referrers(full(name), digest, asking),
    has: (name, all, asking) => end.has(full(name), all, asking),
    read: (name, blob, offset, asking) => end.read(full(name), blob, offset, asking),
    mount: (name, blob, from, asking) => end.mount(full(name), blob, from && full(from), asking),
    uploads: uploadsBelow,
    putManifest: (name, reference, put) => end.putManifest(full(name), reference, put),
    removeTag: (name, tag, removal) => end.removeTag(full(name), tag, removal),
  }
}
