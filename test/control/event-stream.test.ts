import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { createEventStreams } from '../../server/control/event-stream.ts'
import { createEvents, type Events } from '../../server/control/events.ts'
import { head, openRaw } from '../http/raw.ts'
import { readEvents, type EventReader } from './event-reader.ts'
import { listening } from '../support/listening.ts'

interface StreamServer extends AsyncDisposable {
  readonly events: Events
  readonly port: number
  readonly streams: ReturnType<typeof createEventStreams>
  /** Whether a stream may go on. */
  allowed: boolean
  open(after?: number): Promise<EventReader>
}

/** A server that answers everything with events. */
async function startStreams(keepAlive?: number): Promise<StreamServer> {
  const events = createEvents()
  const streams = createEventStreams(events, keepAlive)
  const server = createServer((request, response) => {
    const after = request.headers['last-event-id']
    const known = after === undefined ? undefined : Number(after)
    streams.open(response, known, async () => self.allowed)
  })
  const at = await listening(server)
  const { port } = at
  const self: StreamServer = {
    events,
    streams,
    port,
    allowed: true,
    open: (after) =>
      readEvents(
        new URL(`http://127.0.0.1:${port}`),
        after === undefined ? {} : { 'last-event-id': String(after) },
      ),
    async [Symbol.asyncDispose]() {
      streams.close()
      await at[Symbol.asyncDispose]()
    },
  }
  return self
}

const publish = ({ events }: StreamServer, name: string): void =>
  events.publish(() => ({ type: 'repositories', names: [name] }))

test('a new stream begins with the id to come back with', async () => {
  await using server = await startStreams()
  using first = await server.open()
  await first.received(/^id: \d+\n\n/)
  expect(first.text()).not.toContain('data')
  first[Symbol.dispose]()
  publish(server, 'missed')
  using second = await server.open(Number(first.lastId()))
  const event = await second.next(({ data }) => data.includes('missed'))
  expect(event.type).toBe('message')
  expect(Number(event.id)).toBe(Number(first.lastId()) + 1)
})

test('whoever missed too much is told to ask for everything anew, and goes on from there', async () => {
  await using server = await startStreams()
  using reader = await server.open(1)
  const reset = await reader.next(({ type }) => type === 'reset')
  expect(Number(reset.id)).toBeGreaterThan(1)
  publish(server, 'a')
  expect(await reader.next(({ type }) => type === 'message')).toMatchObject({
    id: String(Number(reset.id) + 1),
  })
})

test('signs of life go out while nothing happens', async () => {
  await using server = await startStreams(5)
  using reader = await server.open()
  await reader.received(/(?:: \n\n){3}/)
  expect(reader.text()).not.toContain('data')
})

test('a stream ends when its reader may not listen any more', async () => {
  await using server = await startStreams(5)
  using reader = await server.open()
  await reader.received(/: \n\n/)
  server.allowed = false
  await reader.ended()
  expect(server.streams.hasRoom).toBe(true)
})

test('a reader that does not read is cut off, and the others are not', async () => {
  await using server = await startStreams()
  using slow = await openRaw(server.port)
  slow.write(head('GET /'))
  await slow.received(/id: \d+/)
  slow.socket.pause()
  using quick = await server.open()
  const name = 'a'.repeat(500_000)
  // The system takes some megabytes for a reader before the server has to keep any.
  for (let count = 0; count < 40; count++) {
    publish(server, `${count}-${name}`)
    await quick.next(({ data }) => data.includes(`"${count}-`))
  }
  slow.socket.resume()
  expect(await slow.ended()).not.toContain('"39-')
})

test('there is room for a hundred', async () => {
  await using server = await startStreams()
  const readers = await Promise.all(Array.from({ length: 99 }, () => server.open()))
  expect(server.streams.hasRoom).toBe(true)
  readers.push(await server.open())
  expect(server.streams.hasRoom).toBe(false)
  readers.forEach((reader) => reader[Symbol.dispose]())
})

test('closing ends every stream', async () => {
  await using server = await startStreams()
  using one = await server.open()
  using two = await server.open()
  server.streams.close()
  expect(await Promise.all([one.ended(), two.ended()])).toHaveLength(2)
})
