import { type Jobs, jobs } from './jobs.ts'
import type { JobRequest } from './load-process.ts'

/** The load process: does the jobs that arrive as messages, one at a time. */
process.on('message', (message) => {
  const { name, args } = message as JobRequest
  const job = jobs[name] as (...args: unknown[]) => ReturnType<Jobs[typeof name]>
  job(...args).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ failure: `${name}: ${String(error)}` }),
  )
})
