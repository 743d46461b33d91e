import { workerData } from 'node:worker_threads'
import { answerQuestions } from '../worker-answers.ts'
import { createTasks } from './index-tasks.ts'
import type { Question, ThreadData } from './tasks.ts'

// The thread of `index-thread.ts`, and an entry of its own in the build.

const data = workerData as ThreadData
let opened = createTasks(data)

answerQuestions(async ({ task, input }: Question) => {
  const { tasks } = opened
  // A task's input is of its own type: which one, only the table knows.
  const work = tasks[task] as (given: unknown) => unknown
  try {
    return await work(input)
  } catch (error) {
    throw isDamage(error) ? startAnew(error) : error
  }
})

/** `SQLITE_CORRUPT` and `SQLITE_NOTADB`. */
function isDamage(error: unknown): boolean {
  const { errcode } = error as { errcode?: number }
  return errcode === 11 || errcode === 26
}

/** All that was found is read again; what was under way ends. */
function startAnew(cause: unknown): Error {
  opened.close()
  opened = createTasks({ ...data, anew: true })
  const error = new Error('the index of files was damaged and is made anew', { cause })
  return Object.assign(error, { code: 'INDEX_DAMAGED' })
}
