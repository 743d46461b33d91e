import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createUnpacker } from '../../server/tar/unpacker.ts'

const TEXT = Buffer.alloc(600_000, 'berth ')

async function whole(packed: Buffer, chunk: number): Promise<readonly [string, Buffer]> {
  const parts: Buffer[] = []
  const unpacker = createUnpacker((part) => parts.push(Buffer.from(part)))
  const writes = []
  for (let at = 0; at < packed.length; at += chunk) {
    writes.push(unpacker.write(Buffer.from(packed.subarray(at, at + chunk))))
  }
  await Promise.all(writes)
  await unpacker.end()
  return [unpacker.compression, Buffer.concat(parts)]
}

/** RFC 8878, 3.1.2: a frame that readers skip, as zstd:chunked writes its index. */
const SKIPPABLE = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4])
const TWO = Buffer.concat([TEXT, TEXT])

describe.each<[string, string, Buffer, Buffer]>([
  ['nothing', 'none', TEXT, TEXT],
  ['two bytes', 'none', Buffer.from('ab'), Buffer.from('ab')],
  ['no byte', 'none', Buffer.alloc(0), Buffer.alloc(0)],
  ['gzip', 'gzip', gzipSync(TEXT), TEXT],
  ['gzip in two members', 'gzip', Buffer.concat([gzipSync(TEXT), gzipSync(TEXT)]), TWO],
  ['zstd', 'zstd', zstdCompressSync(TEXT), TEXT],
  [
    'zstd in two frames',
    'zstd',
    Buffer.concat([zstdCompressSync(TEXT), zstdCompressSync(TEXT)]),
    TWO,
  ],
  [
    'zstd with skippable frames',
    'zstd',
    Buffer.concat([SKIPPABLE, zstdCompressSync(TEXT), SKIPPABLE, SKIPPABLE]),
    TEXT,
  ],
])('unpacks %s', (_name, compression, packed, expected) => {
  test.each([3, 61, 1_000, 10_000_000])('in chunks of %d bytes', async (chunk) => {
    const [told, text] = await whole(packed, chunk)
    expect(told).toBe(compression)
    expect(text.equals(expected)).toBe(true)
  })
})

test.each([
  ['gzip', gzipSync(TEXT)],
  ['zstd', zstdCompressSync(TEXT)],
])('%s that is cut off fails', async (_name, packed) => {
  await expect(whole(packed.subarray(0, packed.length / 2), 1_000)).rejects.toThrow(
    /unexpected end|corrupt|incomplete|truncat|end of file/i,
  )
})

test.each([
  ['nothing', TEXT],
  ['gzip', gzipSync(TEXT)],
  ['zstd', zstdCompressSync(TEXT)],
])('what is thrown at what comes out of %s ends all', async (_name, packed) => {
  let calls = 0
  const unpacker = createUnpacker(() => {
    calls++
    throw new Error('no more')
  })
  const all = (async () => {
    await unpacker.write(packed)
    await unpacker.end()
  })()
  await expect(all).rejects.toThrow('no more')
  await expect(unpacker.write(packed)).rejects.toThrow('no more')
  expect(calls).toBeLessThan(3)
})

test('one that is stopped fails what is under way', async () => {
  const unpacker = createUnpacker(() => {})
  const writing = unpacker.write(gzipSync(TEXT)).catch(String)
  unpacker.destroy()
  expect(await writing).toContain('it was stopped')
  await expect(unpacker.end()).rejects.toThrow('it was stopped')
})
