import { expect, test } from 'vitest'
import type { TarEntry } from '../../server/tar/tar-entry.ts'
import { TarParser } from '../../server/tar/tar-parser.ts'
import { tarContent, tarSize } from '../../server/tar/tar-stream.ts'
import { ARCHIVE_END, fileHeader, padding } from '../../server/tar/tar-writer.ts'

function entriesIn(archive: Buffer, skip: boolean): readonly TarEntry[] {
  const entries: TarEntry[] = []
  const parser = new TarParser({ entry: (entry) => void entries.push(entry) })
  for (let at = 0; at < archive.length && !parser.isOver;) {
    parser.write(archive.subarray(at, at + 512))
    at += 512
    if (skip) at += parser.skip()
  }
  parser.end()
  return entries
}

const name = (length: number): string => 'ü/'.padEnd(length - 1, 'x')
const files = [0, 1, 511, 512, 513, 5_000].map((size) => ({ path: `file-${size}`, size }))
// Around where a name does not fit any more, and where its record gets another digit.
const named = [99, 100, 101, 141, 988, 989, 990, 1_000].map((length) => ({
  path: name(length),
  size: 700,
}))
const all = [...files, ...named]
const archive = Buffer.concat([
  ...all.flatMap((file) => [fileHeader(file), Buffer.alloc(file.size, 'd'), padding(file.size)]),
  ARCHIVE_END,
])

test.each([false, true])('files are found again, passing over their data: %j', (skip) => {
  const found = entriesIn(archive, skip)
  expect(found.map(({ path, size }) => ({ path, size }))).toEqual(all)
  for (const { offset, size } of found) {
    expect(archive.subarray(offset, offset + size).every((byte) => byte === 0x64)).toBe(true)
  }
})

test('an archive that is streamed is as long as was said', async () => {
  const members = all.map((file) => ({
    ...file,
    content: (async function* content() {
      yield Buffer.alloc(file.size, 'd')
    })(),
  }))
  const bytes = Buffer.concat(await Array.fromAsync(tarContent(members)))
  expect(bytes.equals(archive)).toBe(true)
  expect(tarSize(all)).toBe(archive.length)
})
