import { workerData } from 'node:worker_threads'
import { answerQuestions } from '../worker-answers.ts'
import { createTasks } from './index-tasks.ts'
import type { Question, ThreadData } from './tasks.ts'

// The thread of `index-thread.ts`, and an entry of its own in the build.

const tasks = createTasks(workerData as ThreadData)

answerQuestions(({ task, input }: Question) => {
  // A task's input is of its own type: which one, only the table knows.
  const work = tasks[task] as (given: unknown) => unknown
  return work(input)
})
