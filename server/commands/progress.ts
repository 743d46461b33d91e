import type { CommandIo } from './command.ts'

/** How far something long has come, on a line of its own for a person who waits. */
export interface Progress {
  add(bytes: number): void
  /** Takes the line away. */
  end(): void
}

/** What takes no longer needs no words, in milliseconds. */
const PATIENCE = 1_000
const INTERVAL = 200

/**
 * Shows nothing where nobody looks.
 *
 * @param verb such as `storing`
 * @param total bytes, where that is known
 */
export function showProgress(
  { stderr }: CommandIo,
  verb: string,
  total: number | undefined,
): Progress {
  let done = 0
  let shown = false
  const since = performance.now()
  const show = (): void => {
    if (performance.now() - since < PATIENCE) return
    shown = true
    stderr.write(`\r\u001B[K${verb} ${line(done, total)}`)
  }
  const timer = stderr.isTTY ? setInterval(show, INTERVAL).unref() : undefined
  return {
    add: (bytes) => void (done += bytes),
    end() {
      clearInterval(timer)
      if (shown) stderr.write('\r\u001B[K')
    },
  }
}

function line(done: number, total: number | undefined): string {
  if (total === undefined) return sizeText(done)
  const percent = total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100))
  return `${sizeText(done)} of ${sizeText(total)} (${percent} %)`
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB']

/** A size for a person, in steps of a thousand. */
export function sizeText(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1_000 && unit < UNITS.length - 1) {
    value /= 1_000
    unit++
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1
  return `${value.toFixed(digits)} ${UNITS[unit]}`
}
