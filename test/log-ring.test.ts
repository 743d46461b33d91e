import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createLogRing } from '../server/log-ring.ts'
import { createLog, type ServerLog } from '../server/log.ts'

const line = (message: string): string =>
  JSON.stringify({ level: 'info', time: '2026-01-31T12:00:00.000Z', message, n: 5 })

function filled(count: number) {
  const ring = createLogRing()
  for (let at = 1; at <= count; at++) ring.add(line(`line ${at}`))
  return ring
}

test.each<[name: string, count: number, limit: number, after: number, ids: readonly number[]]>([
  ['nothing yet', 0, 10, 0, []],
  ['all of few', 3, 10, 0, [1, 2, 3]],
  ['the newest', 5, 2, 0, [4, 5]],
  ['what came after', 5, 10, 3, [4, 5]],
  ['the newest of what came after', 5, 1, 3, [5]],
  ['nothing after the last', 5, 10, 5, []],
])('gives %s', (_name, count, limit, after, ids) => {
  const lines = filled(count).latest(limit, after)
  expect(lines.map(({ id }) => id)).toEqual(ids)
  expect(lines.map(({ message }) => message)).toEqual(ids.map((id) => `line ${id}`))
})

test('keeps two thousand', () => {
  const lines = filled(4_500).latest(10_000)
  expect(lines).toHaveLength(2_000)
  expect(lines[0]).toMatchObject({ id: 2_501, message: 'line 2501' })
  expect(lines.at(-1)).toMatchObject({ id: 4_500, message: 'line 4500' })
})

test('tells of every line, until it is told to stop', () => {
  const ring = createLogRing()
  const seen: number[] = []
  const end = ring.onLine(() => seen.push(ring.lastId))
  ring.add(line('a'))
  ring.add(line('b'))
  end()
  ring.add(line('c'))
  expect(seen).toEqual([1, 2])
})

/** A log that goes nowhere. */
function newLog(formatter: 'text' | 'json'): ServerLog {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  return createLog({ level: 'info', formatter, fields: { service: 'x' }, accessLog: true }, nowhere)
}

test.each(['text', 'json'] as const)(
  'a log in %s keeps its lines, without secrets',
  (formatter) => {
    const { warn, access, debug, recent } = newLog(formatter)
    const before = Date.now()
    warn('no space at http://a:b@c/', { free: 5, password: 'x', cause: new Error('why') })
    debug('not at this level')
    access({
      remote: '::1',
      method: 'GET',
      url: '/?token=abc&n=1',
      status: 200,
      bytes: 1,
      ms: 1,
      id: 'i',
    })
    const [first, second, ...rest] = recent.latest(10)
    expect(first).toMatchObject({
      id: 1,
      level: 'warn',
      message: 'no space at http://[redacted]@c/',
      fields: { service: 'x', free: '5', password: '[redacted]', cause: 'why' },
    })
    expect(first?.at).toBeGreaterThanOrEqual(before)
    expect(second).toMatchObject({
      level: 'info',
      message: 'request',
      fields: { url: '/?token=[redacted]&n=1', status: '200' },
    })
    expect(rest).toEqual([])
  },
)
