import { ControlError } from '../control/control-error.ts'

/**
 * Docker's `daemon.json` with a registry among those that it speaks http with; all else stays.
 *
 * @param text what it says now; undefined or empty where there is none
 * @throws ControlError CONFLICT when it is not JSON: Docker would not start with it either
 */
export function withInsecureRegistry(text: string | undefined, host: string): string {
  const settings = parse(text)
  const before = settings['insecure-registries']
  const known: readonly unknown[] = Array.isArray(before) ? before : []
  const after = known.includes(host) ? known : [...known, host]
  return `${JSON.stringify({ ...settings, 'insecure-registries': after }, undefined, 2)}\n`
}

function parse(text = ''): Readonly<Record<string, unknown>> {
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Readonly<Record<string, unknown>>
    }
  } catch {
    // Told below.
  }
  throw new ControlError(
    'CONFLICT',
    'daemon.json is not JSON: mend it first, Docker cannot read it',
  )
}

/** Podman's words for a registry that it speaks http with. */
export function insecureRegistryConf(host: string): string {
  return `# Written by Berth: this registry is on this machine and speaks http.\n[[registry]]\nlocation = ${JSON.stringify(host)}\ninsecure = true\n`
}
