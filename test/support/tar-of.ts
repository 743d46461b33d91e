import { ARCHIVE_END, fileHeader, padding } from '../../server/tar/tar-writer.ts'

/** Bytes of the files of an archive, by their paths, in order. */
export type Files = Readonly<Record<string, Buffer | string>>

/** A tar archive of these files. */
export function tarOf(files: Files): Buffer {
  return Buffer.concat([
    ...Object.entries(files).map(([path, text]) => tarEntry(path, text)),
    ARCHIVE_END,
  ])
}

/** One entry with its data. */
export function tarEntry(path: string, text: Buffer | string): Buffer {
  const bytes = Buffer.from(text as string)
  return Buffer.concat([fileHeader({ path, size: bytes.length }), bytes, padding(bytes.length)])
}
