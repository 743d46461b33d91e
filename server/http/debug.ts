import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DebugConfig, HttpConfig } from '../config/config.ts'
import { RegistryError } from '../oci/errors.ts'
import type { RequestListener } from './app.ts'
import { createGuard } from './guard.ts'

export interface DebugParts {
  readonly debug: DebugConfig
  readonly http: HttpConfig
  /** What is wrong, by what it is wrong with; empty when nothing is. */
  readonly health: () => Readonly<Record<string, string>>
  /** In Prometheus' text format. */
  readonly metrics: () => Promise<string> | string
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly text: string
}

const PLAIN = 'text/plain; charset=utf-8'
/** github.com/prometheus/docs, "Exposition formats". */
const METRICS = 'text/plain; version=0.0.4; charset=utf-8'

/** What answers at `http.debug.addr`: how the server is, for those who watch over it. */
export function createDebug(parts: DebugParts): RequestListener {
  const check = createGuard({ ...parts.http, listen: parts.debug.listen })
  return async (request, response) => {
    try {
      check(request)
      send(request, response, await answerTo(request, parts))
    } catch (error) {
      const status = error instanceof RegistryError ? 403 : 500
      const text = status === 403 ? `${(error as RegistryError).message}\n` : 'this failed\n'
      send(request, response, { status, type: PLAIN, text })
    }
  }
}

async function answerTo({ method, url = '' }: IncomingMessage, parts: DebugParts): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') {
    return { status: 405, type: PLAIN, text: 'only GET and HEAD are possible here\n' }
  }
  const [path] = url.split('?', 1)
  if (path === '/debug/health') return healthAnswer(parts.health())
  const { metricsPath } = parts.debug
  if (metricsPath !== undefined && path === metricsPath) {
    return { status: 200, type: METRICS, text: await parts.metrics() }
  }
  const known = ['/debug/health', ...(metricsPath === undefined ? [] : [metricsPath])]
  return { status: 404, type: PLAIN, text: `there is nothing here: try ${known.join(' or ')}\n` }
}

/** In Distribution's form: 503 and what is wrong, else an empty object. */
function healthAnswer(wrong: Readonly<Record<string, string>>): Answer {
  const status = Object.keys(wrong).length === 0 ? 200 : 503
  return { status, type: 'application/json; charset=utf-8', text: JSON.stringify(wrong) }
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { status, type, text } = answer
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(request.method === 'HEAD' ? undefined : text)
}
