import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { createLog } from '../server/log.ts'
import { json, request } from './log-content.ts'

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
