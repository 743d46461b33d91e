import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { LogConfig } from '../server/config/config.ts'
import type { AccessFields, Log } from '../server/log.ts'
import { createLog } from '../server/log.ts'

const json: LogConfig = { level: 'info', formatter: 'json', fields: {}, accessLog: true }
const text: LogConfig = { ...json, formatter: 'text' }

const request: AccessFields = {
  remote: '127.0.0.1',
  user: 'ann',
  method: 'GET',
  url: '/v2/app/manifests/latest',
  status: 200,
  bytes: 1234,
  ms: 1.23456,
  agent: 'docker/28.0',
  id: 'abc',
}

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

/** A destination that takes nothing until told to. */
function blocked(): { stream: Writable; taken: () => string; open: () => void } {
  let all = ''
  let isOpen = false
  let waiting: (() => void) | undefined
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      all += String(chunk)
      if (isOpen) setImmediate(done)
      else waiting = done
    },
  })
  const open = () => {
    isOpen = true
    waiting?.()
  }
  return { stream, taken: () => all, open }
}

test('a blocked destination costs bounded memory, and the gap is told', async () => {
  const { stream, taken, open } = blocked()
  const log = createLog(json, stream)
  const total = 50_000
  for (let index = 0; index < total; index++) {
    log.access({ ...request, id: String(index) })
    if (index === 10) await new Promise((resolve) => setImmediate(resolve))
  }
  expect(stream.writableLength).toBeLessThan(1 << 20)
  open()
  await log.flush()
  const lines = taken()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const dropped = lines.filter((line) => line.level === 'warn')
  expect(taken().length).toBeLessThan(2 << 20)
  expect(dropped.map((line) => line.dropped)).toEqual([total - lines.length + 1])
  expect(lines.at(-1)).toBe(dropped[0])
})

test('flush gives up on a destination that takes nothing', async () => {
  const log = createLog(json, blocked().stream)
  const started = performance.now()
  log.info('x')
  await log.flush()
  expect(performance.now() - started).toBeLessThan(5000)
})

test('a write that fails is counted, and the next goes on', async () => {
  let all = ''
  const failures = [Object.assign(new Error('no space left'), { code: 'ENOSPC' })]
  const stream = Object.assign(new EventEmitter(), {
    write(batch: string, done: (error?: Error) => void): boolean {
      const failure = failures.pop()
      if (!failure) all += batch
      setImmediate(done, failure)
      return true
    },
  })
  const log = createLog(json, stream as unknown as NodeJS.WritableStream)
  log.info('lost')
  log.info('lost too')
  await log.flush()
  log.info('kept')
  await log.flush()
  const lines = all
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines).toMatchObject([{ message: 'kept' }, { level: 'warn', dropped: 2 }])
})

test('a destination that is gone is left alone', async () => {
  let writes = 0
  const stream = Object.assign(new EventEmitter(), {
    write(_batch: string, done: (error: Error) => void): boolean {
      writes++
      setImmediate(done, Object.assign(new Error('broken pipe'), { code: 'EPIPE' }))
      return false
    },
  })
  const log = createLog(json, stream as unknown as NodeJS.WritableStream)
  log.info('to nobody')
  await log.flush()
  log.info('to nobody either')
  await log.flush()
  expect(writes).toBe(1)
})

test('many logs on one stream leave one listener', () => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() })
  for (let index = 0; index < 20; index++) createLog(json, stream)
  expect(stream.listenerCount('error')).toBe(1)
})

/** A process that logs to its standard output, 2,000 lines every turn, until told to stop. */
const chatter = `
import { createLog } from ${JSON.stringify(new URL('../server/log.ts', import.meta.url).href)}
const config = { level: 'info', formatter: 'json', fields: {}, accessLog: true }
const log = createLog(config, process.stdout)
let turns = 0
const timer = setInterval(() => {
  for (let index = 0; index < 2000; index++) log.info('x'.repeat(200))
  if (++turns === 20) process.send({ rss: process.memoryUsage().rss })
  if (turns === 120) process.send({ rss: process.memoryUsage().rss })
}, 1)
process.once('message', async () => {
  clearInterval(timer)
  await log.flush()
  process.exit(0)
})
`

function startChatter() {
  const args = ['--input-type=module', '--eval', chatter]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
}

test('a closed pipe does not end the process', async () => {
  const child = startChatter()
  child.stdout?.destroy()
  await once(child, 'message')
  child.send('stop')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('a pipe that nobody reads does not grow the process', async () => {
  const child = startChatter()
  const [early] = await once(child, 'message')
  const [late] = await once(child, 'message')
  child.send('stop')
  child.stdout?.resume()
  expect(await once(child, 'exit')).toEqual([0, null])
  expect((late.rss - early.rss) / 2 ** 20).toBeLessThan(40)
})
