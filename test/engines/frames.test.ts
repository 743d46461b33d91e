import { expect, test } from 'vitest'
import { framesOf } from '../../server/engines/frames.ts'

function frame(stream: number, text: string): Buffer {
  const header = Buffer.alloc(8)
  header[0] = stream
  header.writeUInt32BE(text.length, 4)
  return Buffer.concat([header, Buffer.from(text)])
}

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

test.each([1, 3, 8, 9, 1000])('come out whole in chunks of %i bytes', async (size) => {
  const sent = Buffer.concat([frame(1, 'out'), frame(2, 'error'), frame(1, ''), frame(1, 'end')])
  const heard = { stdout: '', stderr: '' }
  for await (const { stream, bytes } of framesOf(chunks(sent, size))) {
    heard[stream] += bytes.toString()
  }
  expect(heard).toStrictEqual({ stdout: 'outend', stderr: 'error' })
})
