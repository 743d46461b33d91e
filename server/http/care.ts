import type { Call } from './call.ts'
import { clientOf } from './client.ts'

/** Between two lines that say how far it is, in milliseconds. */
const INTERVAL = 200

/**
 * `POST /v2/_berth/collect?dryrun&untagged` and `POST /v2/_berth/check?digests`, Berth's own: what
 * `berth gc` and `berth check` ask a registry for that serves. The answer is a line of JSON for each thing
 * to tell (`{ progress }`, `{ fault }`), and a last one with `{ result }` or `{ error }`. Who hangs up
 * stops the work.
 */
export async function collectSpace(call: Call): Promise<void> {
  const { care, query } = call
  const options = { dryRun: query.has('dryrun'), untagged: query.has('untagged') }
  const by = { via: 'client', ...clientOf(call) } as const
  await answerInLines(call, ({ tell, signal }) => {
    return care.collect({ ...options, by, signal, onProgress: tell.progress })
  })
}

/** See `collectSpace`. */
export async function checkStorage(call: Call): Promise<void> {
  const { care, query } = call
  await answerInLines(call, ({ tell, signal }) => {
    const { fault: onFault, progress: onProgress } = tell
    const by = { via: 'client', ...clientOf(call) } as const
    return care.check({ digests: query.has('digests'), by, signal, onFault, onProgress })
  })
}

interface Work {
  readonly tell: {
    readonly progress: (value: object) => void
    readonly fault: (value: object) => void
  }
  readonly signal: AbortSignal
}

async function answerInLines(call: Call, work: (means: Work) => Promise<object>): Promise<void> {
  const { ctx, response } = call
  ctx.status = 200
  ctx.set('Content-Type', 'application/x-ndjson')
  ctx.respond = false
  const stop = new AbortController()
  response.once('close', () => stop.abort(new Error('nobody waits for it any more')))
  const write = (line: object): void => void response.write(`${JSON.stringify(line)}\n`)
  let last = 0
  const tell = {
    fault: (fault: object) => write({ fault }),
    progress(progress: object) {
      if (performance.now() - last < INTERVAL) return
      last = performance.now()
      write({ progress })
    },
  }
  try {
    write({ result: await work({ tell, signal: stop.signal }) })
  } catch (error) {
    write({ error: error instanceof Error ? error.message : String(error) })
  }
  response.end()
}
