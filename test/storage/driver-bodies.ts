import { randomBytes } from 'node:crypto'
import { createServer, request as startRequest } from 'node:http'
import { Writable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect } from 'vitest'
import type { StorageDriver } from '../../server/storage/driver.ts'
import { failureOf, sumOf, textOf, move, write } from './bytes.ts'
import { driverTest, type OpenDriver } from './driver-test.ts'
import { listening } from '../support/listening.ts'

const MIB = 1024 * 1024

/** Of `0123456789`. */
const RANGES: readonly (readonly [first: number, last: number, expected: string])[] = [
  [0, 9, '0123456789'],
  [0, 0, '0'],
  [9, 9, '9'],
  [3, 5, '345'],
  [7, 100, '789'],
  [0, Number.MAX_SAFE_INTEGER, '0123456789'],
  [10, 20, ''],
]

/** Sizes and ranges around the edges of whatever pieces a driver reads. */
const LARGE: readonly (readonly [size: number, first: number, last: number])[] = [
  [MIB, 0, MIB - 1],
  [MIB + 1, 0, MIB],
  [5 * MIB - 1, 0, 5 * MIB - 2],
  [9 * MIB, MIB - 1, MIB],
  [9 * MIB, 1, 9 * MIB - 2],
]

/** `open`, and the body it gives. */
export function bodyProperties(open: OpenDriver): void {
  for (const [first, last, expected] of RANGES) {
    driverTest(open, `bytes ${first}-${last} of ten are "${expected}"`, async (driver) => {
      await write(driver, 'object', Buffer.from('0123456789'))
      const read = await driver.open('object', { first, last })
      expect(read?.size).toBe(10)
      expect(await textOf(read?.body)).toBe(expected)
      const sink = collector()
      await (await driver.open('object', { first, last }))?.body.sendTo(sink)
      expect(sink.bytes().toString()).toBe(expected)
    })
  }

  for (const [size, first, last] of LARGE) {
    driverTest(open, `bytes ${first}-${last} of ${size} are those`, async (driver) => {
      const bytes = randomBytes(size)
      await write(driver, 'object', bytes)
      const wanted = bytes.subarray(first, last + 1)
      const read = await driver.open('object', { first, last })
      const chunks = await Array.fromAsync(read?.body ?? [])
      expect(Buffer.concat(chunks).equals(wanted)).toBe(true)
      const sink = collector()
      await (await driver.open('object', { first, last }))?.body.sendTo(sink)
      expect(sink.bytes().equals(wanted)).toBe(true)
    })
  }

  driverTest(open, 'sendTo does not end what it writes to', async (driver) => {
    await write(driver, 'object', Buffer.from('bytes'))
    const sink = collector()
    await (await driver.open('object'))?.body.sendTo(sink)
    expect(sink.writableEnded).toBe(false)
    expect(sink.listenerCount('close')).toBe(0)
  })

  driverTest(open, 'sendTo goes at the pace of a slow reader', async (driver) => {
    const { sha256 } = await writeRandom(driver, 'object', 20 * MIB)
    let most = 0
    const slow = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, taken) {
        most = Math.max(most, slow.writableLength)
        setTimeout(taken, 5)
      },
    })
    const received: Buffer[] = []
    const write = slow.write.bind(slow) as Writable['write']
    slow.write = ((chunk: Buffer, ...rest: []) => {
      received.push(Buffer.from(chunk))
      return write(chunk, ...rest)
    }) as Writable['write']
    await (await driver.open('object'))?.body.sendTo(slow)
    expect((await sumOf(inTurn(received))).sha256).toBe(sha256)
    expect(most).toBeLessThan(5 * MIB)
  })

  for (const size of [MIB, 20 * MIB]) {
    driverTest(open, `sendTo of ${size} bytes fails when its reader goes away`, async (driver) => {
      await writeRandom(driver, 'object', size)
      const gone = new Writable({ write: () => gone.destroy() })
      const opened = await driver.open('object')
      expect(await failureOf(opened?.body.sendTo(gone) ?? Promise.resolve())).toBeInstanceOf(Error)
    })
  }

  driverTest(open, 'sendTo fails when its reader is gone already', async (driver) => {
    await write(driver, 'object', Buffer.from('bytes'))
    const gone = new Writable()
    gone.destroy()
    const opened = await driver.open('object')
    expect(await failureOf(opened?.body.sendTo(gone) ?? Promise.resolve())).toBeInstanceOf(Error)
  })

  driverTest(open, 'sendTo fails when a client closes its connection', async (driver) => {
    await writeRandom(driver, 'object', 50 * MIB)
    const outcome = Promise.withResolvers<unknown>()
    const server = createServer((_request, response) => {
      const sent = driver.open('object').then((opened) => opened?.body.sendTo(response))
      void failureOf(sent).then(outcome.resolve)
    })
    await using at = await listening(server)
    const { port } = at
    const client = startRequest({ port, host: '127.0.0.1' }, (answer) => {
      answer.once('data', () => client.destroy())
    })
    client.on('error', () => {})
    client.end()
    expect(await outcome.promise).toBeInstanceOf(Error)
  })

  driverTest(open, 'a body can be let go of unread, half read and read', async (driver) => {
    await writeRandom(driver, 'object', 3 * MIB)
    const unread = await driver.open('object')
    await unread?.body.close()
    await unread?.body.close()
    const half = await driver.open('object')
    for await (const chunk of half?.body ?? []) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
    const whole = await driver.open('object')
    expect((await sumOf(whole?.body ?? inTurn([]))).length).toBe(3 * MIB)
    await whole?.body.close()
  })

  driverTest(open, '50 MiB come back with the digest they had', async (driver) => {
    const written = await writeRandom(driver, 'uploads/one/data', 50 * MIB)
    await move(driver, 'uploads/one/data', 'blobs/of/data')
    const opened = await driver.open('blobs/of/data')
    expect(opened?.size).toBe(50 * MIB)
    expect(await sumOf(opened?.body ?? inTurn([]))).toStrictEqual(written)
  })
}

/** Takes everything written to it. */
function collector(): Writable & { bytes(): Buffer } {
  const chunks: Buffer[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, taken) {
      // The writer may use its buffer again as soon as it was taken.
      chunks.push(Buffer.from(chunk))
      taken()
    },
  })
  return Object.assign(sink, { bytes: () => Buffer.concat(chunks) })
}

async function writeRandom(driver: StorageDriver, path: string, length: number) {
  const block = randomBytes(MIB)
  const chunks = Array.from({ length: length / MIB }, (_, index) => {
    const chunk = Buffer.from(block)
    chunk.writeUInt32BE(index)
    return chunk
  })
  await driver.append(path, 0, inTurn(chunks))
  return await sumOf(inTurn(chunks))
}

async function* inTurn(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    await nextTurn()
    yield chunk
  }
}
