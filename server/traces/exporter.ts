import pkg from '../../package.json' with { type: 'json' }
import type { TracesConfig } from '../config/config.ts'
import type { Log } from '../log.ts'
import { otlpBody, type Span } from './span.ts'

/** Sends spans some at a time; what nobody takes is dropped. */
export interface Exporter {
  add(span: Span): void
  /** Sends what is left, within the time of one request. */
  close(): Promise<void>
}

/** As in the specification's "Batch Span Processor": spans in one request, kept at most, milliseconds between. */
const AT_ONCE = 512
const MOST = 2_048
const INTERVAL = 5_000

export function createExporter(
  { url, headers, attributes, timeout }: TracesConfig,
  log: Pick<Log, 'warn' | 'info'>,
): Exporter {
  let waiting: Span[] = []
  let dropped = 0
  let failed = false
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<void> | undefined

  async function post(spans: readonly Span[]): Promise<void> {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: otlpBody(spans, attributes, pkg.version),
      signal: AbortSignal.timeout(timeout),
    })
    await answer.body?.cancel().catch(() => {})
    if (!answer.ok) throw new Error(`it answered ${answer.status}`)
  }

  async function sendAll(): Promise<void> {
    while (waiting.length > 0) {
      const spans = waiting.slice(0, AT_ONCE)
      waiting = waiting.slice(AT_ONCE)
      try {
        await post(spans)
        if (failed) log.info('traces arrive again', { dropped })
        failed = false
      } catch (error) {
        dropped += spans.length
        if (!failed) log.warn('traces do not arrive', { reason: reasonOf(error) })
        failed = true
        return
      }
    }
  }

  function send(): void {
    clearTimeout(timer)
    timer = undefined
    sending ??= sendAll().finally(() => (sending = undefined))
  }

  return {
    add(span) {
      if (waiting.length >= MOST) {
        dropped++
        return
      }
      waiting.push(span)
      if (waiting.length >= AT_ONCE) send()
      else timer ??= setTimeout(send, INTERVAL).unref()
    },
    async close() {
      await sending
      send()
      await sending
    },
  }
}

/** Only what the system says: headers hold secrets. */
function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { readonly cause?: { readonly code?: string } }
  if (name === 'TimeoutError') return 'no answer in time'
  return cause?.code ?? message
}
