import { parentPort } from 'node:worker_threads'
import type { Answer, Question } from './worker-thread.ts'

/**
 * The thread's side of `worker-thread.ts`: answers each question with what `work` makes of it. What
 * it throws reaches the one who asked, with its system code.
 */
export function answerQuestions<Q, A>(work: (question: Q) => A | Promise<A>): void {
  parentPort?.on('message', ({ id, question }: Question<Q>) => {
    void reply(id, work, question)
  })
}

async function reply<Q, A>(
  id: number,
  work: (question: Q) => A | Promise<A>,
  question: Q,
): Promise<void> {
  const answer = await answerOf(id, work, question)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(answer)
}

async function answerOf<Q, A>(
  id: number,
  work: (question: Q) => A | Promise<A>,
  question: Q,
): Promise<Answer<A>> {
  try {
    return { id, value: await work(question) }
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    return { id, failure: { message, code } }
  }
}
