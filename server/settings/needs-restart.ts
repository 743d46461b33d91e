import { isDeepStrictEqual } from 'node:util'
import type { Config } from '../config/config.ts'

/** Whether what a file says now differs from what runs in anything that does not apply at once. */
export function needsRestart(now: Config, running: Config): boolean {
  return !isDeepStrictEqual(fixed(now), fixed(running))
}

function fixed({ log, storage, access: _atOnce, ...rest }: Config): object {
  return { ...rest, log: { ...log, level: '' }, storage: storage.driver }
}
