import { renameSync, writeFileSync } from 'node:fs'

/** When the pictures are taken, in milliseconds since 1970: the same in every run. */
export const NOW = Date.parse('2026-03-12T14:05:00Z')

/** The clock of a registry that runs on the stage; it stands still until it is set. */
export interface Clock {
  /** In it lies the time; the stage reads it. */
  readonly file: string
  /** Milliseconds since 1970. */
  set(at: number): void
}

/** @param file where the time shall lie */
export function createClock(file: string, start: number): Clock {
  const set = (at: number): void => {
    // At once or not at all, since the registry may be reading it.
    writeFileSync(`${file}.next`, String(Math.round(at)))
    renameSync(`${file}.next`, file)
  }
  set(start)
  return { file, set }
}
