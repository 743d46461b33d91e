import { ARCHIVE_END, fileHeader, padding } from '../../server/tar/tar-writer.ts'

/** What the files of an archive hold, by their paths, in order. */
export type Files = Readonly<Record<string, Buffer | string | Link>>

/** A link in an archive. */
export interface Link {
  readonly kind: 'symlink' | 'hardlink'
  readonly target: string
}

export const symlink = (target: string): Link => ({ kind: 'symlink', target })
export const hardlink = (target: string): Link => ({ kind: 'hardlink', target })

/** A tar archive of these files. */
export function tarOf(files: Files): Buffer {
  const entries = Object.entries(files).map(([path, content]) => tarEntry(path, content))
  return Buffer.concat([...entries, ARCHIVE_END])
}

/** One entry with its data. */
function tarEntry(path: string, content: Files[string]): Buffer {
  if (typeof content === 'object' && 'kind' in content) return linkHeader(path, content)
  const bytes = Buffer.from(content as string)
  return Buffer.concat([fileHeader({ path, size: bytes.length }), bytes, padding(bytes.length)])
}

function linkHeader(path: string, { kind, target }: Link): Buffer {
  const block = fileHeader({ path, size: 0 })
  block.write(kind === 'symlink' ? '2' : '1', 156, 'latin1')
  block.write(target, 157, 100)
  block.write('        ', 148, 'latin1')
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}
