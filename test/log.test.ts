import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { LogConfig } from '../server/config/config.ts'
import { createLog, type Log } from '../server/log.ts'
import { json, request, text } from './log-content.ts'

/** What a log wrote, when all of it is out. */
async function written(config: LogConfig, use: (log: Log) => void, isTTY = false): Promise<string> {
  let all = ''
  const destination = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      all += String(chunk)
      setImmediate(done)
    },
  })
  const log = createLog(config, Object.assign(destination, { isTTY }))
  use(log)
  await log.flush()
  return all
}

const jsonLines = async (
  use: (log: Log) => void,
  config = json,
): Promise<Record<string, unknown>[]> =>
  (await written(config, use))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('a line of JSON', () => {
  test('has time, level, message and fields', async () => {
    const before = new Date().toISOString()
    const [line] = await jsonLines((log) =>
      log.warn('disk is slow', { ms: 5, path: '/a', ok: false }),
    )
    const { time, ...rest } = line ?? {}
    expect(rest).toEqual({ level: 'warn', message: 'disk is slow', ms: 5, path: '/a', ok: false })
    expect(String(time) >= before && String(time) <= new Date().toISOString()).toBe(true)
  })

  test('carries the fields of log.fields', async () => {
    const config = { ...json, fields: { service: 'registry', 'a"b\n': 'c' } }
    const [line] = await jsonLines((log) => log.info('x'), config)
    expect(line).toMatchObject({ service: 'registry', a_b_: 'c' })
  })

  test('for a request', async () => {
    const [line] = await jsonLines((log) => log.access(request))
    expect(line).toEqual({
      ...request,
      ms: 1.23,
      level: 'info',
      message: 'request',
      time: expect.any(String),
    })
  })

  test('leaves out what is not known', async () => {
    const [line] = await jsonLines((log) =>
      log.access({ ...request, user: undefined, agent: undefined }),
    )
    expect(line).not.toHaveProperty('user')
    expect(line).not.toHaveProperty('agent')
  })
})

describe('a line of text', () => {
  test('is time, level, message, key=value', async () => {
    const config = { ...text, fields: { service: 'registry' } }
    const line = await written(config, (log) =>
      log.info('listening on port 5000', { pid: 1, at: 'a b' }),
    )
    expect(line).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:.]{12}Z INFO: listening on port 5000 service=registry pid=1 at="a b"\n$/,
    )
  })

  test('for a request', async () => {
    const line = await written(text, (log) => log.access({ ...request, agent: '"b" (c)' }))
    expect(line.slice(25)).toBe(
      String.raw`INFO: request remote=127.0.0.1 user=ann method=GET url=/v2/app/manifests/latest status=200 bytes=1234 ms=1.23 agent="\"b\"" id=abc` +
        '\n',
    )
  })

  test('has colour on a terminal only', async () => {
    expect(await written(text, (log) => log.error('x'), true)).toContain('\u001b[')
    expect(await written(text, (log) => log.error('x'), false)).not.toContain('\u001b')
    expect(await written(json, (log) => log.error('x'), true)).not.toContain('\u001b')
  })
})

describe('levels', () => {
  test.each([
    ['debug', ['debug', 'info', 'warn', 'error', 'info']],
    ['info', ['info', 'warn', 'error', 'info']],
    ['warn', ['warn', 'error', 'info']],
    ['error', ['error', 'info']],
  ] as const)('%s, and the access log in any case', async (level, expected) => {
    const lines = await jsonLines(
      (log) => {
        log.debug('d')
        log.info('i')
        log.warn('w')
        log.error('e')
        log.access(request)
      },
      { ...json, level },
    )
    expect(lines.map((line) => line['level'])).toEqual(expected)
  })

  test('the access log can be off', async () => {
    const config = { ...json, accessLog: false }
    expect(await written(config, (log) => log.access(request))).toBe('')
  })
})

describe.each([json, text])('in $formatter', (config) => {
  const evil = [
    '\n',
    '\r',
    '\r\n',
    '\u0000',
    '\u001b[2K',
    '\u007f',
    '\u0085',
    '\u009b2K',
    '\u2028',
    '\u2029',
    '\u202e',
    '\u2066',
    '\ufeff',
    '\b',
  ]

  test.each(evil)('%j in any value stays inside its line', async (control) => {
    const value = `a${control}2026-01-01T00:00:00.000Z INFO: forged`
    const all = await written(config, (log) => {
      log.info(value, { value, [value]: 1, error: new Error(value), deep: { value } })
      log.access({
        ...request,
        url: value,
        agent: value,
        user: value,
        remote: value,
        method: value,
        id: value,
      })
    })
    expect(all.split('\n')).toHaveLength(3)
    expect(all.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069\ufeff]/u)
  })

  test.each([
    ['info', { password: 'hunter2' }],
    ['info', { Authorization: 'Basic hunter2' }],
    ['info', { headers: { authorization: 'Basic hunter2', cookie: 'hunter2' } }],
    ['info', { url: 'https://ann:hunter2@example.com/' }],
    ['info', { url: '/v2/?access_token=hunter2&n=1' }],
    ['info', { text: 'Authorization: Bearer hunter2' }],
    ['info', { text: 'proxy-authorization=hunter2' }],
    [
      'info',
      { error: new Error('GET https://ann:hunter2@host/', { cause: new Error('x?sig=hunter2') }) },
    ],
    ['Authorization: Basic hunter2', {}],
    ['fetch https://ann:hunter2@example.com failed', {}],
  ])('%s %j: the secret does not get through', async (message, fields) => {
    const debug = { ...config, level: 'debug' } as const
    const all = await written(debug, (log) => log.error(message, fields))
    expect(all).toContain('[redacted]')
    expect(all).not.toContain('hunter2')
  })

  test('a secret in the URL of a request does not get through', async () => {
    const url = '/v2/a/blobs/uploads/?token=hunter2&digest=sha256:ab'
    const all = await written(config, (log) => log.access({ ...request, url }))
    expect(all).toContain('/v2/a/blobs/uploads/?token=[redacted]&digest=sha256:ab')
  })

  test('an error shows its causes, and its stack when debugging', async () => {
    const error = new Error('cannot write', { cause: new Error('disk full') })
    const report = (log: Log) => log.error('push failed', { error })
    const debug = { ...config, level: 'debug' } as const
    expect(await written(config, report)).toContain('cannot write: disk full')
    expect(await written(config, report)).not.toContain('log.test.ts')
    expect(await written(debug, report)).toContain('log.test.ts')
  })

  test('a field cannot stand in for what every line has', async () => {
    const forged = {
      time: 'then',
      level: 'error',
      message: 'other',
      name: 'n\nx',
      pid: '2',
      hostname: 'h',
    }
    const line = await written({ ...config, fields: forged }, (log) => log.info('real', forged))
    expect(line).not.toMatch(/ERROR|^then|"level":"error"|"time":"then"|"message":"other"/)
    expect(line.split('\n')).toHaveLength(2)
    expect(line).toContain('real')
  })

  test('what JSON cannot hold does not throw', async () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    const fields = {
      circle,
      big: 1n,
      symbol: Symbol('s'),
      nan: NaN,
      nothing: null,
      none: undefined,
    }
    expect((await written(config, (log) => log.info('x', fields))).split('\n')).toHaveLength(2)
  })

  test('a long value is cut', async () => {
    const url = `/${'x'.repeat(100_000)}`
    expect((await written(config, (log) => log.access({ ...request, url }))).length).toBeLessThan(
      5000,
    )
  })
})
