import { afterEach, expect, test } from 'vitest'
import { ThreadEnded, WorkerThread } from '../server/worker-thread.ts'
import type { Wish } from './wishing-worker.ts'

const opened: WorkerThread<Wish, string>[] = []

function thread(): WorkerThread<Wish, string> {
  const one = new WorkerThread<Wish, string>('wishing-worker.ts', import.meta.url)
  opened.push(one)
  return one
}

afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())))

test('answers in the order of the questions', async () => {
  const one = thread()
  const texts = ['a', 'b', 'c']
  const answers = texts.map((echo) => one.ask({ echo }))
  expect(one.waiting).toBe(3)
  expect(await Promise.all(answers)).toStrictEqual(texts)
  expect(one.waiting).toBe(0)
})

test('what the work throws is thrown here, with its system code', async () => {
  const failure = thread().ask({ fail: 'ENOSPC' })
  await expect(failure).rejects.toMatchObject({ code: 'ENOSPC', message: 'wished for' })
})

test('a thread that dies fails what it was asked, and starts anew', async () => {
  const one = thread()
  await expect(one.ask({ die: true })).rejects.toBeInstanceOf(ThreadEnded)
  expect(await one.ask({ echo: 'again' })).toBe('again')
})

test('a closed one takes no more', async () => {
  const one = thread()
  await one.ask({ echo: 'x' })
  await one.close()
  await expect(one.ask({ echo: 'y' })).rejects.toBeInstanceOf(ThreadEnded)
})
