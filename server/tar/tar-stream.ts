import { ARCHIVE_END, fileHeader, padding, type TarFile } from './tar-writer.ts'

/** A file of an archive, with its content. */
export interface TarMember extends TarFile {
  /** `size` bytes, read once. */
  readonly content: AsyncIterable<Uint8Array>
}

/** Bytes of the archive that these make. */
export function tarSize(files: readonly TarFile[]): number {
  const each = files.map((file) => fileHeader(file).length + file.size + padding(file.size).length)
  return each.reduce((sum, size) => sum + size, ARCHIVE_END.length)
}

/** The archive, as it is asked for. */
export async function* tarContent(files: readonly TarMember[]): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    yield fileHeader(file)
    yield* file.content
    yield padding(file.size)
  }
  yield ARCHIVE_END
}
