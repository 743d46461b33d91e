/** Paths inside of an image: from its root, no slash at either end; the root itself is empty. */

/** `usr/bin` for `usr/bin/env`. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** `env` for `usr/bin/env`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Every folder on the way to a path and the path itself, the outermost first. */
export function pathsTo(path: string): readonly string[] {
  if (path === '') return []
  const names = path.split('/')
  return names.map((_, at) => names.slice(0, at + 1).join('/'))
}
