import { describe, expect, test } from 'vitest'
import { load } from './loading.ts'

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/' }

describe('traces are off', () => {
  test.each<NodeJS.ProcessEnv>([
    {},
    { OTEL_SERVICE_NAME: 'a' },
    { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' },
    { ...ENDPOINT, OTEL_SDK_DISABLED: 'true' },
  ])('with %j', (env) => {
    const { config, warnings } = load({ env })
    expect([config.traces, warnings]).toEqual([undefined, []])
  })
})

test.each<[NodeJS.ProcessEnv, string]>([
  [{ OTEL_TRACES_EXPORTER: 'otlp' }, 'http://localhost:4318/v1/traces'],
  [ENDPOINT, 'http://c:4318/v1/traces'],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://c/x' }, 'https://c/x'],
])('with %j they go to %s', (env, url) => {
  expect(load({ env }).config.traces).toEqual({
    url: new URL(url),
    headers: {},
    attributes: { 'service.name': 'berth' },
    timeout: 10_000,
    ratio: 1,
    followsParent: true,
  })
})

test.each<[NodeJS.ProcessEnv, object]>([
  [{ OTEL_TRACES_SAMPLER: 'always_off' }, { ratio: 0, followsParent: false }],
  [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' }, { ratio: 0.25 }],
  [{ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, { ratio: 0, followsParent: true }],
  [
    { OTEL_EXPORTER_OTLP_HEADERS: 'a=b%20c, d = e=f ,,x' },
    { headers: { a: 'b c', d: 'e=f', x: '' } },
  ],
  [{ OTEL_EXPORTER_OTLP_TIMEOUT: '500' }, { timeout: 500 }],
])('%j', (env, expected) => {
  expect(load({ env: { ...ENDPOINT, ...env } }).config.traces).toMatchObject(expected)
})

test.each<[NodeJS.ProcessEnv, string]>([
  [{ OTEL_TRACES_EXPORTER: 'zipkin' }, 'OTEL_TRACES_EXPORTER: Berth has no "zipkin", only otlp'],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' },
    'OTEL_EXPORTER_OTLP_ENDPOINT: not an http or https URL, so nothing is traced',
  ],
  [
    { ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    'OTEL_EXPORTER_OTLP_PROTOCOL: Berth speaks http/json, which has a port of its own',
  ],
])('%j is told', (env, warning) => {
  expect(load({ env }).warnings).toEqual([warning])
})
