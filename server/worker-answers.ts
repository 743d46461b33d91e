import { parentPort } from 'node:worker_threads'
import type { Answer, Question } from './worker-thread.ts'

/**
 * The thread's side of `worker-thread.ts`: answers each question with what `work` makes of it. What
 * it throws reaches the one who asked, with its system code.
 */
export function answerQuestions<Q, A>(work: (question: Q) => A): void {
  parentPort?.on('message', ({ id, question }: Question<Q>) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    parentPort?.postMessage(answer(id, work, question))
  })
}

function answer<Q, A>(id: number, work: (question: Q) => A, question: Q): Answer<A> {
  try {
    return { id, value: work(question) }
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    return { id, failure: { message, code } }
  }
}
