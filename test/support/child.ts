import { spawn } from 'node:child_process'
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const SETPRIV = '/usr/bin/setpriv'
const TETHERED = process.platform === 'linux' && existsSync(SETPRIV)

const living = new Set<ChildProcess>()
process.on('exit', () => living.forEach((child) => child.kill('SIGKILL')))

/**
 * Starts a program that ends when this process ends: at once where the kernel can promise that
 * (Linux, even after `kill -9`), else when this process exits in an orderly way.
 */
export function spawnTethered(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const child = TETHERED
    ? spawn(SETPRIV, ['--pdeathsig', 'TERM', '--', command, ...args], options)
    : spawn(command, args, options)
  living.add(child)
  child.once('exit', () => living.delete(child))
  child.once('error', () => living.delete(child))
  return child
}

/** True while the program runs. */
export function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null
}

/** Resolves when the program has ended. */
export async function ended(child: ChildProcess): Promise<void> {
  if (isRunning(child)) await new Promise((resolve) => child.once('exit', resolve))
}

/** Ends the program with SIGKILL and waits for its end. */
export async function kill(child: ChildProcess): Promise<void> {
  if (isRunning(child)) child.kill('SIGKILL')
  await ended(child)
}

/**
 * Ends the program with SIGTERM and waits for its end.
 *
 * @throws Error when it is still there after `patience` ms; it is then ended with SIGKILL.
 */
export async function stop(child: ChildProcess, patience = 20_000): Promise<void> {
  if (isRunning(child)) child.kill('SIGTERM')
  const timer = new AbortController()
  const late = delay(patience, 'late', { signal: timer.signal }).catch(() => 'cancelled')
  const outcome = await Promise.race([ended(child), late])
  timer.abort()
  if (outcome !== 'late') return
  await kill(child)
  throw new Error(`${child.spawnargs.join(' ')}: still there ${patience} ms after SIGTERM`)
}
