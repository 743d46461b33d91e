import type { Care } from '../collect/care.ts'
import type { CheckOptions, Checked } from '../collect/check.ts'
import type { Collected } from '../collect/collected.ts'
import type { CollectOptions } from '../collect/pass.ts'
import { createInterface } from 'node:readline'
import type { AskRemote } from '../sync/remote-http.ts'
import { remoteErrorFrom } from '../sync/remote-error.ts'

/** What a line of the answer tells; see `http/care.ts`. */
interface Line<Result, Progress, Fault> {
  readonly progress?: Progress
  readonly fault?: Fault
  readonly result?: Result
  readonly error?: string
}

/** Care that another Berth takes of its own storage. */
export function remoteCare(ask: AskRemote): Pick<Care, 'collect' | 'check'> {
  return {
    async collect({ dryRun, untagged, signal, onProgress }) {
      const query = [dryRun ? 'dryrun' : '', untagged ? 'untagged' : ''].filter(Boolean).join('&')
      type Told = Parameters<NonNullable<CollectOptions['onProgress']>>[0]
      const path = `v2/_berth/collect?${query}`
      return await resultOf<Collected, Told, never>(ask, path, { signal, onProgress })
    },
    async check({ digests, signal, onProgress, onFault }) {
      type Told = Parameters<NonNullable<CheckOptions['onProgress']>>[0]
      type Fault = Parameters<NonNullable<CheckOptions['onFault']>>[0]
      const path = `v2/_berth/check?${digests ? 'digests' : ''}`
      const options = { signal, onProgress, onFault }
      return await resultOf<Checked, Told, Fault>(ask, path, options)
    },
  }
}

interface Listening<Progress, Fault> {
  readonly signal: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly onFault?: ((fault: Fault) => void) | undefined
}

async function resultOf<Result, Progress, Fault>(
  ask: AskRemote,
  path: string,
  { signal, onProgress, onFault }: Listening<Progress, Fault>,
): Promise<Result> {
  const answer = await ask({ method: 'POST', path, signal })
  if (answer.statusCode !== 200) {
    throw await remoteErrorFrom(new URL(path, `http://${answer.req.host}/`), answer)
  }
  for await (const text of createInterface({ input: answer, crlfDelay: Infinity })) {
    const line = JSON.parse(text) as Line<Result, Progress, Fault>
    if (line.progress) onProgress?.(line.progress)
    if (line.fault) onFault?.(line.fault)
    if (line.result) return line.result
    if (line.error !== undefined) throw new Error(line.error)
  }
  signal?.throwIfAborted()
  throw new Error('the registry ended before it was done')
}
