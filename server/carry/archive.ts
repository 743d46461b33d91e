import type { Content } from '../sync/content.ts'

/** Files that came together, in a tar archive or in a folder, by their paths. */
export interface Archive {
  /** @param path without `.`, `..` and slashes at its ends. @throws ArchiveError for a link that leads nowhere */
  find(path: string): Promise<ArchiveFile | undefined>
  /** Lets go of it, and of what was unpacked for it. */
  close(): Promise<void>
}

export interface ArchiveFile {
  /** Where it was found, after links were followed. */
  readonly path: string
  readonly size: number
  open(): Content
}

/** `path` without what is not needed in it; undefined where it leads out of the archive. */
export function plainPath(path: string): string | undefined {
  if (path.startsWith('/')) return undefined
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.length === 0 ? undefined : parts.join('/')
}
