import { posix } from 'node:path'
import type { TarEntry } from '../tar/tar-entry.ts'
import { ArchiveError, quoted } from './archive-error.ts'
import { plainPath } from './archive.ts'

/** Where a file of a tar archive lies in it. */
export interface PlacedFile {
  readonly path: string
  readonly offset: number
  readonly size: number
}

/** The files of a tar archive as they are found, by their paths; the last of a name counts. */
export interface Entries {
  /** @throws ArchiveError when there are too many */
  add(entry: TarEntry): void
  /** @throws ArchiveError for links that lead nowhere, or round in a ring */
  find(path: string): PlacedFile | undefined
  readonly count: number
}

/** An image of a thousand layers has some thousand files. */
const MOST = 200_000
const LONGEST_PATH = 1_024
/** Linux gives up after as many. */
const MOST_LINKS = 40

type Known = PlacedFile | { readonly path: string; readonly link: string }

export function createEntries(most = MOST): Entries {
  const known = new Map<string, Known>()
  let count = 0

  function follow(first: string): PlacedFile | undefined {
    let path = first
    for (let links = 0; links <= MOST_LINKS; links++) {
      const found = known.get(path)
      if (!found) {
        if (links === 0) return undefined
        throw new ArchiveError(`${quoted(first)} is a link to ${quoted(path)}, which is not there`)
      }
      if (!('link' in found)) return found
      path = found.link
    }
    throw new ArchiveError(`${quoted(first)} is a link that leads round in a ring`)
  }

  return {
    add(entry) {
      if (++count > most) {
        throw new ArchiveError(`there are more than ${most} entries: this is no file of images`)
      }
      const found = entry.path.length <= LONGEST_PATH ? knownFrom(entry) : undefined
      if (found) known.set(found.path, found)
    },
    find: follow,
    get count() {
      return count
    },
  }
}

/** @throws ArchiveError for an archive without any */
export function checkNotEmpty({ count }: Entries): void {
  if (count === 0) throw new ArchiveError('the file is empty: there are no images in it')
}

/** What lies outside, or is neither file nor link, belongs to no image. */
function knownFrom(entry: TarEntry): Known | undefined {
  const path = plainPath(entry.path)
  if (path === undefined) return undefined
  const { type, offset, size, stored, target = '' } = entry
  if (type === 'file' && size === stored) return { path, offset, size }
  if (type === 'symlink') return linkTo(path, symlinkTarget(path, target))
  return type === 'hardlink' ? linkTo(path, plainPath(target)) : undefined
}

function symlinkTarget(path: string, target: string): string | undefined {
  return target.startsWith('/') ? undefined : plainPath(`${posix.dirname(path)}/${target}`)
}

/** A link that leads out of the archive leads nowhere. */
function linkTo(path: string, link: string | undefined): Known {
  return { path, link: link ?? '(outside of the archive)' }
}
