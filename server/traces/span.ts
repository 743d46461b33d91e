import { randomBytes } from 'node:crypto'

/** Which trace something belongs to (w3.org/TR/trace-context). */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string
  /** 16 hexadecimal digits: who caused it. */
  readonly parentId?: string
  /** What whoever caused it has decided. */
  readonly isSampled?: boolean
}

export type Attributes = Readonly<Record<string, string | number | undefined>>

/** A request that was answered. */
export interface Span extends TraceContext {
  readonly spanId: string
  readonly name: string
  /** Nanoseconds since 1970. */
  readonly start: bigint
  readonly end: bigint
  readonly attributes: Attributes
  readonly failed: boolean
}

const FORM = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/
const ZEROS = /^0+$/

/** The context in a `traceparent` header, else that of a new trace. */
export function contextOf(header: string | undefined): TraceContext {
  const [, traceId = '', parentId = '', flags = ''] = FORM.exec(header ?? '') ?? []
  if (traceId === '' || ZEROS.test(traceId) || ZEROS.test(parentId)) {
    return { traceId: randomBytes(16).toString('hex') }
  }
  return { traceId, parentId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

/** By its id alone, so that all who see a trace decide alike. */
export function isInRatio(traceId: string, ratio: number): boolean {
  return Number.parseInt(traceId.slice(-12), 16) < ratio * 2 ** 48
}

/** The body of an OTLP/HTTP request in JSON (opentelemetry-proto, `trace.proto`). */
export function otlpBody(spans: readonly Span[], resource: Attributes, version: string): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: keyValues(resource) },
        scopeSpans: [{ scope: { name: 'berth', version }, spans: spans.map(otlpSpan) }],
      },
    ],
  })
}

const SERVER = 2
const ERROR = 2

function otlpSpan({ traceId, spanId, parentId, name, start, end, attributes, failed }: Span) {
  return {
    traceId,
    spanId,
    ...(parentId !== undefined && { parentSpanId: parentId }),
    name,
    kind: SERVER,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(end),
    attributes: keyValues(attributes),
    status: failed ? { code: ERROR } : {},
  }
}

function keyValues(attributes: Attributes) {
  return Object.entries(attributes).flatMap(([key, value]) => {
    if (value === undefined) return []
    // 64-bit integers are texts in protobuf's JSON.
    const one = typeof value === 'number' ? { intValue: String(value) } : { stringValue: value }
    return [{ key, value: one }]
  })
}
