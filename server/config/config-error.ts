import type { Place } from './tree.ts'
import { showPlace } from './tree.ts'

/** One thing that is wrong in a configuration. */
export interface Problem {
  readonly place: Place
  /** Full dotted path, such as `http.tls.key`; absent when the whole file is meant. */
  readonly key?: string
  /** What was found and what is allowed, without the place and the key. */
  readonly message: string
}

/** A configuration that cannot be used, with everything that is wrong in it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(describe(problems), options)
    this.problems = problems
  }
}

/** One line: `config.yml:5: http.net: found "udp", allowed: tcp, unix`. */
export function showProblem({ place, key, message }: Problem): string {
  return [showPlace(place), ...(key === undefined ? [] : [key]), message].join(': ')
}

function describe(problems: readonly Problem[]): string {
  const lines = problems.map(showProblem)
  if (lines.length === 1) return lines.join('')
  return [`the configuration has ${lines.length} problems:`, ...lines].join('\n  ')
}
