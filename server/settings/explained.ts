import { ConfigError, type Problem } from '../config/config-error.ts'
import { ControlError } from '../control/control-error.ts'

/**
 * What was wrong, at the change that brought it in if one did.
 *
 * @param keys what was changed
 * @returns a ControlError
 */
export function explained(error: unknown, keys: readonly string[]): unknown {
  if (error instanceof ControlError) return error
  if (!(error instanceof ConfigError)) {
    const message = error instanceof Error ? error.message : String(error)
    return new ControlError('UNAVAILABLE', message)
  }
  const mine = error.problems.find(({ key = '' }) => keys.some((one) => isWithin(key, one)))
  const [first] = error.problems
  return mine
    ? new ControlError('INVALID_INPUT', mine.message, mine.key)
    : new ControlError('CONFLICT', `the file has a mistake already: ${textOf(first)}`)
}

const textOf = (problem: Problem | undefined): string =>
  problem ? `${problem.key ?? ''} ${problem.message}`.trim() : ''

const isWithin = (key: string, section: string): boolean =>
  key === section || key.startsWith(`${section}.`)
