import type { CommandIo } from './command.ts'
import { sizeText } from './progress.ts'

/** How far a look through storage has come, on a line of its own for a person who waits. */
export interface CareProgress {
  show(progress: {
    readonly phase: 'listing' | 'reading' | 'removing'
    readonly done: number
    readonly freedBytes?: number
    readonly readBytes?: number
  }): void
  /** Takes the line away. */
  end(): void
}

const PHASES = {
  listing: 'blobs listed',
  reading: 'repositories read',
  removing: 'blobs done',
} as const

/** Between two words, in milliseconds. */
const INTERVAL = 200

/** Shows nothing where nobody looks. */
export function showCare({ stderr }: CommandIo, verb: string): CareProgress {
  let last = performance.now()
  let shown = false
  return {
    show({ phase, done, freedBytes = 0, readBytes = 0 }) {
      if (!stderr.isTTY || performance.now() - last < INTERVAL) return
      last = performance.now()
      shown = true
      const bytes = freedBytes + readBytes
      stderr.write(
        `\r\u001B[K${verb}: ${done} ${PHASES[phase]}${bytes > 0 ? `, ${sizeText(bytes)}` : ''}`,
      )
    },
    end() {
      if (shown) stderr.write('\r\u001B[K')
      shown = false
    },
  }
}
