import { WorkerThread } from '../worker-thread.ts'
import type { Question, TaskInput, TaskName, TaskOutput, ThreadData } from './tasks.ts'

/** The thread that has the index, so that neither unpacking nor SQLite keeps the server waiting. */
export interface IndexThread {
  /** @throws what the task threw: its message and code; `ThreadEnded` when the thread is closed or died */
  ask<T extends TaskName>(task: T, input: TaskInput<T>): Promise<TaskOutput<T>>
  /** The bytes of the input are given away. */
  give(input: TaskInput<'chunk'> & { readonly bytes: Uint8Array<ArrayBuffer> }): Promise<boolean>
  close(): Promise<void>
}

/** Megabytes: entries by the hundred thousand are small and short-lived. */
const YOUNG = 8

export function startIndexThread(data: ThreadData): IndexThread {
  const thread = new WorkerThread<Question, unknown>('contents-worker.ts', import.meta.url, {
    data,
    youngMegabytes: YOUNG,
  })
  return {
    ask: async <T extends TaskName>(task: T, input: TaskInput<T>) =>
      (await thread.ask({ task, input } as Question)) as TaskOutput<T>,
    give: async (input) =>
      (await thread.ask({ task: 'chunk', input }, [input.bytes.buffer])) as boolean,
    close: () => thread.close(),
  }
}
