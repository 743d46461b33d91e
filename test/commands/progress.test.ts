import { Writable } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { showProgress, sizeText } from '../../server/commands/progress.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }))
afterEach(() => void vi.useRealTimers())

function terminal(isTTY: boolean) {
  let text = ''
  const stderr = Object.assign(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        text += chunk.toString()
        done()
      },
    }),
    { isTTY },
  )
  const { stdin, stdout } = process
  return { io: { stdin, stdout, stderr, env: {} }, text: () => text }
}

test('says how far it is to a person who waits, and takes it away again', () => {
  const { io, text } = terminal(true)
  const progress = showProgress(io, 'storing', 2_000_000)
  progress.add(500_000)
  vi.advanceTimersByTime(900)
  expect(text()).toBe('')
  vi.advanceTimersByTime(300)
  expect(text()).toContain('storing 500 kB of 2.0 MB (25 %)')
  progress.end()
  const shown = text()
  expect(shown.endsWith('\r\u001B[K')).toBe(true)
  vi.advanceTimersByTime(5_000)
  expect(text()).toBe(shown)
})

test('says nothing about what is quick, or where nobody looks', () => {
  const quick = terminal(true)
  const done = showProgress(quick.io, 'storing', 10)
  vi.advanceTimersByTime(500)
  done.end()
  const piped = terminal(false)
  const progress = showProgress(piped.io, 'storing', 10)
  vi.advanceTimersByTime(5_000)
  progress.end()
  expect(quick.text() + piped.text()).toBe('')
})

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_500, '1.5 kB'],
  [123_456_789, '123 MB'],
  [2_147_487_232, '2.1 GB'],
])('%d are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text)
})
