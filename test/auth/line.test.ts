import { expect, test } from 'vitest'
import { Line } from '../../server/auth/line.ts'

test('runs one task at a time, in order', async () => {
  const line = new Line(3)
  const events: string[] = []
  const task = (name: string) => async () => {
    events.push(`${name} starts`)
    await new Promise((resolve) => setImmediate(resolve))
    events.push(`${name} ends`)
  }
  await Promise.all([line.enter(task('a')), line.enter(task('b'))])
  expect(events).toEqual(['a starts', 'a ends', 'b starts', 'b ends'])
})

test('turns a task away when it is full, and takes one again later', async () => {
  const line = new Line(2)
  const first = [line.enter(async () => 1), line.enter(async () => 2)]
  const third = line.enter(async () => 3)
  const results = await Promise.all(first)
  expect([results, third, await line.enter(async () => 4)]).toEqual([[1, 2], undefined, 4])
})

test('goes on after a task that fails', async () => {
  const line = new Line(2)
  const failing = line.enter(() => Promise.reject(new Error('broken')))
  const next = line.enter(async () => 'fine')
  await expect(failing).rejects.toThrow('broken')
  expect(await next).toBe('fine')
})
