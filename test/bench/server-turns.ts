import { setTimeout as delay } from 'node:timers/promises'
import type { Launched } from './launch.ts'

/**
 * Watches from inside how long a server keeps others waiting. It counts the processor's time, which is
 * the same on a busy machine.
 */

/** Options of Node's that have a program watched. */
export const WATCHED: readonly string[] = [
  '--import',
  `data:text/javascript,${encodeURIComponent(`(${watchTurns})()`)}`,
]

const patience = 5000

/** The longest turns of a watched server so far, in milliseconds of its main thread's work, the longest first. */
export async function longestTurns({ pid, output }: Launched): Promise<readonly number[]> {
  const before = output().length
  process.kill(pid, 'SIGUSR2')
  for (const deadline = performance.now() + patience; performance.now() < deadline;) {
    const told = /turns: (?<list>\S+)\n/.exec(output().slice(before))?.groups?.['list']
    if (told !== undefined) return told.split(',').map(Number)
    await delay(2)
  }
  throw new Error('the server does not tell how long its turns were')
}

/** Runs in the server, alone: it can use nothing of this file. */
function watchTurns(): void {
  let longest: number[] = []
  let last = Number.NaN
  const look = () => {
    const { user, system } = process.threadCpuUsage()
    const turn = (user + system) / 1000 - last
    last = (user + system) / 1000
    if (turn > (longest[4] ?? 0)) longest = [...longest, turn].sort((a, b) => b - a).slice(0, 5)
  }
  setInterval(look, 1).unref()
  process.on('SIGUSR2', () => {
    process.stderr.write(`turns: ${longest.map((turn) => turn.toFixed(1)).join(',')}\n`)
    longest = []
  })
}
