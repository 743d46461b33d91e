import type { TracesConfig } from './config.ts'
import { longestTimer, seconds } from './duration.ts'
import type { Report } from './report.ts'

type Env = NodeJS.ProcessEnv

/**
 * What the standard variables of OpenTelemetry ask for (opentelemetry.io, "Environment Variable
 * Specification" and "OTLP Exporter Configuration"): traces, to a receiver that is named; else none.
 */
export function tracesConfig(env: Env, { warnings }: Report): TracesConfig | undefined {
  const exporter = env['OTEL_TRACES_EXPORTER']?.trim().toLowerCase()
  const endpoint = endpointIn(env)
  const isWanted = exporter === 'otlp' || (!exporter && endpoint !== undefined)
  if (!isWanted || env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') {
    if (exporter && exporter !== 'otlp' && exporter !== 'none') {
      warnings.push(`OTEL_TRACES_EXPORTER: Berth has no "${exporter.slice(0, 40)}", only otlp`)
    }
    return undefined
  }
  const url = endpoint ?? 'http://localhost:4318/v1/traces'
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    warnings.push('OTEL_EXPORTER_OTLP_ENDPOINT: not an http or https URL, so nothing is traced')
    return undefined
  }
  const protocol = env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] ?? env['OTEL_EXPORTER_OTLP_PROTOCOL']
  if (protocol === 'grpc') {
    warnings.push(
      'OTEL_EXPORTER_OTLP_PROTOCOL: Berth speaks http/json, which has a port of its own',
    )
  }
  const headers = env['OTEL_EXPORTER_OTLP_TRACES_HEADERS'] ?? env['OTEL_EXPORTER_OTLP_HEADERS']
  const attributes = pairsIn(env['OTEL_RESOURCE_ATTRIBUTES'])
  const name = env['OTEL_SERVICE_NAME'] || attributes['service.name'] || 'berth'
  const timeout =
    env['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT'] ?? env['OTEL_EXPORTER_OTLP_TIMEOUT'] ?? ''
  return {
    url: new URL(url),
    headers: pairsIn(headers),
    attributes: { ...attributes, 'service.name': name },
    timeout: Math.min(Number(timeout) || 10 * seconds, longestTimer),
    ...samplerIn(env),
  }
}

/** The general endpoint is what the path of a signal is added to; that of traces is used as it is. */
function endpointIn(env: Env): string | undefined {
  const own = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']?.trim()
  if (own) return own
  const general = env['OTEL_EXPORTER_OTLP_ENDPOINT']?.trim()
  return general ? `${general.replace(/\/+$/, '')}/v1/traces` : undefined
}

function samplerIn(env: Env): Pick<TracesConfig, 'ratio' | 'followsParent'> {
  const sampler = env['OTEL_TRACES_SAMPLER']?.toLowerCase() ?? 'parentbased_always_on'
  const followsParent = sampler.startsWith('parentbased_')
  if (sampler.endsWith('always_off')) return { ratio: 0, followsParent }
  const told = Number(env['OTEL_TRACES_SAMPLER_ARG'] || 1)
  const isRatio = sampler.endsWith('traceidratio') && told >= 0 && told <= 1
  return { ratio: isRatio ? told : 1, followsParent }
}

/** `a=1,b=2`, in the encoding of URLs. */
function pairsIn(text: string | undefined): Readonly<Record<string, string>> {
  const pairs = (text ?? '').split(',').flatMap((pair): [string, string][] => {
    const [name = '', ...value] = pair.split('=')
    return name.trim() === '' ? [] : [[decoded(name.trim()), decoded(value.join('=').trim())]]
  })
  return Object.fromEntries(pairs)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
