import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Jobs } from './jobs.ts'

/** A job for the load process, as it crosses the channel. */
export interface JobRequest {
  readonly name: keyof Jobs
  readonly args: readonly unknown[]
}

type Reply = { readonly result: number } | { readonly failure: string }

/** The load generator in a process of its own, away from the event loop that starts the servers. */
export interface Load {
  run<Name extends keyof Jobs>(name: Name, ...args: Parameters<Jobs[Name]>): Promise<number>
  end(): void
}

/** Starts the load process. */
export function startLoad(): Load {
  const child = fork(fileURLToPath(new URL('load.ts', import.meta.url)))
  const ended = once(child, 'exit').then((): never => {
    throw new Error('the load process ended')
  })
  ended.catch(() => undefined)
  return {
    async run(name, ...args) {
      child.send({ name, args } satisfies JobRequest)
      const [reply] = (await Promise.race([once(child, 'message'), ended])) as [Reply]
      if ('failure' in reply) throw new Error(reply.failure)
      return reply.result
    },
    end: () => child.kill(),
  }
}
