import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TracesConfig } from '../config/config.ts'
import type { RequestWatcher } from '../http/request-watcher.ts'
import type { Log } from '../log.ts'
import { createExporter, type Exporter } from './exporter.ts'
import { contextOf, isInRatio, type TraceContext } from './span.ts'

/** A span for each request to the registry, sent to a receiver of OpenTelemetry. */
export interface Traces extends RequestWatcher {
  close(): Promise<void>
}

export function openTraces(config: TracesConfig, log: Pick<Log, 'warn' | 'info'>): Traces {
  const exporter = createExporter(config, log)
  return {
    begin(request, response) {
      const context = contextOf(headerOf(request, 'traceparent'))
      if (!isSampled(context, config)) return () => {}
      let route: string | undefined
      const start = now()
      response.once('close', () => addSpan(exporter, { request, response, context, start, route }))
      return (handler) => void (route = ROUTES[handler])
    },
    close: exporter.close,
  }
}

function isSampled({ traceId, isSampled: told }: TraceContext, config: TracesConfig): boolean {
  if (told !== undefined && config.followsParent) return told
  return isInRatio(traceId, config.ratio)
}

/** Of few values, as a span's name has to be; by the names of the registry's endpoints. */
const ROUTES: Readonly<Record<string, string>> = {
  base: '/v2/',
  catalog: '/v2/_catalog',
  manifest: '/v2/{name}/manifests/{reference}',
  blob: '/v2/{name}/blobs/{digest}',
  blob_upload: '/v2/{name}/blobs/uploads/',
  blob_upload_chunk: '/v2/{name}/blobs/uploads/{id}',
  tags: '/v2/{name}/tags/list',
  referrers: '/v2/{name}/referrers/{digest}',
  have: '/v2/_berth/have',
  token: '/v2/token',
  ping: '/v1/_ping',
  search: '/v1/search',
}

interface Answered {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly context: TraceContext
  readonly start: bigint
  readonly route: string | undefined
}

function addSpan(exporter: Exporter, { request, response, context, start, route }: Answered): void {
  const { method = '', url = '', headers, socket } = request
  const code = response.headersSent ? response.statusCode : 499
  const failed = code >= 500
  exporter.add({
    ...context,
    spanId: randomBytes(8).toString('hex'),
    name: route === undefined ? method : `${method} ${route}`,
    start,
    end: now(),
    failed,
    // opentelemetry.io, "Semantic conventions for HTTP spans".
    attributes: {
      'http.request.method': method,
      'url.path': url.split('?', 1)[0],
      'url.scheme': 'encrypted' in socket ? 'https' : 'http',
      'http.route': route,
      'http.response.status_code': code,
      'error.type': failed ? String(code) : undefined,
      'server.address': headers.host,
      'client.address': socket.remoteAddress,
      'user_agent.original': headers['user-agent']?.slice(0, 200),
      'berth.request_id': String(response.getHeader('x-request-id') ?? ''),
    },
  })
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** Nanoseconds since 1970, of a clock that does not jump. */
const now = (): bigint =>
  BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e3)) * 1_000n
