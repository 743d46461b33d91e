import { describe, expect, test } from 'vitest'
import {
  fieldsText,
  filtered,
  linesText,
  merged,
  shownLine,
  type LogLevel,
} from '../../renderer/pages/logs/log-lines.ts'

function line(id: number, level: LogLevel = 'info', message = `line ${id}`, at = id * 1_000) {
  return { id, at, level, message, fields: {} }
}

const ids = (lines: readonly { readonly id: number }[]) => lines.map(({ id }) => id)

describe('lines that come together', () => {
  test('are each there once, in the order they were written', () => {
    expect(ids(merged([line(1), line(2)], [line(2), line(3)]))).toStrictEqual([1, 2, 3])
    expect(ids(merged([line(3)], [line(1), line(2)]))).toStrictEqual([1, 2, 3])
  })

  test('keep the lines before a restart, which numbers anew', () => {
    const after = line(1, 'info', 'started', 10_000)
    expect(ids(merged([line(1), line(2)], [after]))).toStrictEqual([1, 2, 1])
  })

  test('never are more than 5,000; the oldest go', () => {
    const many = Array.from({ length: 5_001 }, (_, at) => line(at + 1))
    expect(ids(merged([], many)).slice(0, 2)).toStrictEqual([2, 3])
  })
})

describe('of an error, a warning, an information and a detail', () => {
  const lines = [line(1, 'error'), line(2, 'warn'), line(3, 'info'), line(4, 'debug')]

  test.each([
    ['error', [1]],
    ['warn', [1, 2]],
    ['info', [1, 2, 3]],
    ['debug', [1, 2, 3, 4]],
  ] as const)('the level %s shows %j', (level, shown) => {
    expect(ids(filtered(lines, level, ''))).toStrictEqual(shown)
  })

  test('a text is sought in message and fields, in any case', () => {
    const found = { ...line(5), fields: { path: '/v2/Team/api' } }
    expect(ids(filtered([...lines, found], 'debug', ' team/API '))).toStrictEqual([5])
    expect(ids(filtered([...lines, found], 'debug', 'LINE 2'))).toStrictEqual([2])
  })
})

test('fields stand as name=value, quoted where they must', () => {
  const fields = { status: '200', agent: 'docker/28 go/1.24' }
  expect(fieldsText({ ...line(1), fields })).toBe('status=200 agent="docker/28 go/1.24"')
})

describe('a request', () => {
  const fields = { user: 'ci', method: 'GET', url: '/v2/', status: '200', ms: '3' }
  const request = { ...line(1, 'info', 'request'), fields }

  test('is shown by what was asked and answered', () => {
    const { message, fields } = shownLine(request)
    expect([message, fields]).toStrictEqual(['GET /v2/ 200', { user: 'ci', ms: '3' }])
  })

  test.each(['get /v2/ 200', 'method=GET', 'request'])('is found by %j', (text) => {
    expect(ids(filtered([request], 'debug', text))).toStrictEqual([1])
  })

  test('is another line where it does not say so', () => {
    const other = { ...line(1, 'info', 'request'), fields: { url: '/v2/' } }
    expect([shownLine(other), shownLine(line(2))]).toStrictEqual([other, line(2)])
  })
})

test('a copy has whole times, one line each', () => {
  const fields = { a: 'b' }
  expect(linesText([line(1), { ...line(2, 'warn'), fields }])).toBe(
    '1970-01-01T00:00:01.000Z info line 1\n1970-01-01T00:00:02.000Z warn line 2 a=b',
  )
})
