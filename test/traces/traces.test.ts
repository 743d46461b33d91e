import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startTestServer } from '../http/server.ts'
import { listening } from '../support/listening.ts'

interface OtlpSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly Attribute[]
}

interface Attribute {
  readonly key: string
  readonly value: { readonly stringValue?: string; readonly intValue?: string }
}

/** A receiver of OTLP over HTTP. */
async function startCollector(status = 200) {
  const bodies: string[] = []
  const headers: unknown[] = []
  const server = createServer(async (request, response) => {
    bodies.push(await text(request))
    headers.push([request.url, request.headers['x-key'], request.headers['content-type']])
    response.writeHead(status).end('{}')
  })
  const at = await listening(server)
  const resources = () =>
    bodies.map((body) => (JSON.parse(body) as { resourceSpans: Resource[] }).resourceSpans[0])
  return {
    url: `http://${at.host}`,
    headers,
    resources,
    spans: () => resources().flatMap((one) => one?.scopeSpans[0]?.spans ?? []),
    [Symbol.asyncDispose]: () => at[Symbol.asyncDispose](),
  }
}

interface Resource {
  readonly resource: { readonly attributes: readonly Attribute[] }
  readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[]
}

const valueIn = (attributes: readonly Attribute[] = [], name: string) => {
  const value = attributes.find(({ key }) => key === name)?.value
  return value?.stringValue ?? value?.intValue
}

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const PARENT = '00f067aa0ba902b7'

test('sends a span for each request, in the trace of whoever asks', async () => {
  await using collector = await startCollector()
  await using server = await startTestServer({
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'X-Key=open%20sesame',
      OTEL_SERVICE_NAME: 'mine',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=test',
    },
  })
  const headers = { traceparent: `00-${TRACE}-${PARENT}-01`, 'User-Agent': 'test/1' }
  const answer = await server.send('/v2/team/app/manifests/v1?x=secret', { headers })
  await server.send('/v2/')
  await server.stop()
  const [manifest, base] = collector.spans()
  expect(collector.headers).toEqual([['/v1/traces', 'open sesame', 'application/json']])
  expect(manifest).toMatchObject({
    traceId: TRACE,
    parentSpanId: PARENT,
    name: 'GET /v2/{name}/manifests/{reference}',
    kind: 2,
  })
  const told = Object.fromEntries(
    (manifest?.attributes ?? []).map(({ key }) => [key, valueIn(manifest?.attributes, key)]),
  )
  expect(told).toEqual({
    'http.request.method': 'GET',
    'url.path': '/v2/team/app/manifests/v1',
    'url.scheme': 'http',
    'http.route': '/v2/{name}/manifests/{reference}',
    'http.response.status_code': '404',
    'server.address': `127.0.0.1:${server.port}`,
    'client.address': '127.0.0.1',
    'user_agent.original': 'test/1',
    'berth.request_id': answer.headers['x-request-id'],
  })
  expect(Number(manifest?.endTimeUnixNano)).toBeGreaterThan(Number(manifest?.startTimeUnixNano))
  expect(Number(manifest?.startTimeUnixNano) / 1e6).toBeGreaterThan(Date.now() - 60_000)
  expect(base?.traceId).toMatch(/^[0-9a-f]{32}$/)
  expect(base?.traceId).not.toBe(TRACE)
  expect(base?.parentSpanId).toBeUndefined()
  const [resource] = collector.resources()
  expect(valueIn(resource?.resource.attributes, 'service.name')).toBe('mine')
  expect(valueIn(resource?.resource.attributes, 'deployment.environment')).toBe('test')
})

test('leaves out what whoever asks does not trace', async () => {
  await using collector = await startCollector()
  await using server = await startTestServer({
    env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/own` },
  })
  const headers = { traceparent: `00-${TRACE}-${PARENT}-00` }
  await server.send('/v2/', { headers })
  await server.send('/v2/', { headers: { traceparent: 'nonsense' } })
  await server.stop()
  expect(collector.spans()).toHaveLength(1)
  expect(collector.headers).toEqual([['/own', undefined, 'application/json']])
})

test('says once that nobody takes them, without the secrets of the request', async () => {
  await using collector = await startCollector(500)
  await using server = await startTestServer({
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'X-Key=opensesame',
    },
  })
  await server.send('/v2/')
  await server.stop()
  const lines = server.log.filter((line) => line.includes('traces'))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('it answered 500')
  expect(server.log.join('\n')).not.toContain('opensesame')
})
