import { Readable } from 'node:stream'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decompressed } from '../../server/tar/decompressed.ts'

const TEXT = Buffer.alloc(3_000_000, 'berth ')

async function whole(packed: Buffer, chunk: number): Promise<readonly [string, Buffer]> {
  const chunks = Array.from({ length: Math.ceil(packed.length / chunk) }, (_, at) =>
    packed.subarray(at * chunk, (at + 1) * chunk),
  )
  const { compression, body } = await decompressed(Readable.from(chunks))
  const parts: Buffer[] = []
  for await (const part of body) parts.push(part)
  return [compression, Buffer.concat(parts)]
}

/** RFC 8878, 3.1.2: a frame that readers skip, as zstd:chunked writes its index. */
const SKIPPABLE = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4])

test.each<[string, string, Buffer]>([
  ['nothing', 'none', TEXT],
  ['gzip', 'gzip', gzipSync(TEXT)],
  ['gzip in two members', 'gzip', Buffer.concat([gzipSync(TEXT), gzipSync(TEXT)])],
  ['zstd', 'zstd', zstdCompressSync(TEXT)],
  ['zstd in two frames', 'zstd', Buffer.concat([zstdCompressSync(TEXT), zstdCompressSync(TEXT)])],
  [
    'zstd with skippable frames',
    'zstd',
    Buffer.concat([SKIPPABLE, zstdCompressSync(TEXT), SKIPPABLE, SKIPPABLE]),
  ],
])('unpacks %s', async (name, expected, packed) => {
  const twice = name.includes('two') ? Buffer.concat([TEXT, TEXT]) : TEXT
  for (const chunk of [61, 1000, packed.length]) {
    const [compression, text] = await whole(packed, chunk)
    expect(compression).toBe(expected)
    expect(text.equals(twice)).toBe(true)
  }
})

test.each([
  ['gzip', gzipSync(TEXT)],
  ['zstd', zstdCompressSync(TEXT)],
])('%s that is cut off fails', async (_name, packed) => {
  await expect(whole(packed.subarray(0, packed.length / 2), 1000)).rejects.toThrow(
    /unexpected end|corrupt|incomplete|truncat|end of file/i,
  )
})

test('nothing at all is nothing', async () => {
  expect(await whole(Buffer.alloc(0), 1)).toEqual(['none', Buffer.alloc(0)])
})

test('who stops reading ends the source', async () => {
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  async function* source() {
    try {
      for (;;) yield gzipSync(TEXT)
    } finally {
      resolve()
    }
  }
  const { body } = await decompressed(source())
  for await (const part of body) {
    expect(part.length).toBeGreaterThan(0)
    break
  }
  await ended
})
