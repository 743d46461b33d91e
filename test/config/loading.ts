import type { Overrides } from '../../server/config/surroundings.ts'
import { ConfigError, showProblem } from '../../server/config/config-error.ts'
import type { Loaded } from '../../server/config/load.ts'
import { loadConfig } from '../../server/config/load.ts'

export interface Given {
  /** Below `version: 0.1`. */
  readonly yaml?: string
  readonly env?: NodeJS.ProcessEnv
  readonly overrides?: Overrides
}

/** Loads as a Linux machine would, from a file called `config.yml` when there is `yaml`. */
export function load({ yaml, env = {}, overrides = {} }: Given): Loaded {
  const file = yaml === undefined ? {} : { file: 'config.yml', text: `version: 0.1\n${yaml}` }
  const home = { HOME: '/home/me', ...env }
  return loadConfig({ ...file, env: home, overrides, cwd: '/srv', platform: 'linux' })
}

/** Where images lie; undefined unless that is a folder. */
export function imageFolder({ config: { storage } }: Loaded): string | undefined {
  return storage.driver.kind === 'filesystem' ? storage.driver.rootDirectory : undefined
}

/** Every problem, as a person reads it; empty when there is none. */
export function problemsOf(action: () => unknown): readonly string[] {
  try {
    action()
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(showProblem)
    throw error
  }
}
