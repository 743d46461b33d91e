import { ThreadEnded, WorkerThread } from '../worker-thread.ts'
import type { Question, TaskInput, TaskName, TaskOutput, ThreadData } from './tasks.ts'

/** The thread that has the index, so that neither unpacking nor SQLite keeps the server waiting. */
export interface IndexThread {
  /** @throws what the task threw: its message and code; `ThreadEnded` when the thread is closed or died */
  ask<T extends TaskName>(task: T, input: TaskInput<T>): Promise<TaskOutput<T>>
  /** The same for what only looks: asked once more where the index was damaged, or the thread had died. */
  look<T extends TaskName>(task: T, input: TaskInput<T>): Promise<TaskOutput<T>>
  /** The bytes of the input are given away. @returns whether more are wanted, once they are */
  give(input: TaskInput<'chunk'> & { readonly bytes: Uint8Array<ArrayBuffer> }): Promise<boolean>
  close(): Promise<void>
}

/** Megabytes: entries by the hundred thousand are small and short-lived. */
const YOUNG = 8

/** @param onDamage told of an index that had to be made anew */
export function startIndexThread(data: ThreadData, onDamage: (why: Error) => void): IndexThread {
  const thread = new WorkerThread<Question, unknown>('contents-worker.ts', import.meta.url, {
    data,
    youngMegabytes: YOUNG,
  })
  let isClosed = false

  const ask = async <T extends TaskName>(task: T, input: TaskInput<T>): Promise<TaskOutput<T>> =>
    (await thread.ask({ task, input } as Question)) as TaskOutput<T>

  return {
    ask,
    async look<T extends TaskName>(task: T, input: TaskInput<T>): Promise<TaskOutput<T>> {
      try {
        return await ask(task, input)
      } catch (error) {
        const isDamage = (error as NodeJS.ErrnoException).code === 'INDEX_DAMAGED'
        if (isClosed || !(isDamage || error instanceof ThreadEnded)) throw error
        onDamage(error as Error)
        return await ask(task, input)
      }
    },
    give: async (input) =>
      (await thread.ask({ task: 'chunk', input }, [input.bytes.buffer])) as boolean,
    async close() {
      isClosed = true
      await thread.close()
    },
  }
}
