import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { isRunning, kill, spawnTethered, stop } from './child.ts'

const STUBBORN =
  "process.on('SIGTERM', () => {}); process.stdout.write('up'); setInterval(() => {}, 9e4)"

function node(program: string) {
  return spawnTethered(process.execPath, ['--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

test('stop throws when SIGTERM does not end the program, and ends it', async () => {
  const child = node(STUBBORN)
  if (child.stdout) await once(child.stdout, 'data')
  await expect(stop(child, 200)).rejects.toThrow('still there 200 ms after SIGTERM')
  expect(isRunning(child)).toBe(false)
})

test('stop and kill of a program that has ended are no error', async () => {
  const child = node('')
  await once(child, 'exit')
  await stop(child)
  await kill(child)
  expect(child.exitCode).toBe(0)
})

/** Ended, even if nobody has asked yet how. */
function hasEnded(pid: string): boolean {
  const stat = `/proc/${pid}/stat`
  return !existsSync(stat) || /\) [ZX] /.test(readFileSync(stat, 'utf8'))
}

/** What a killed process cannot do itself, the kernel does: on Linux. */
describe.runIf(process.platform === 'linux' && existsSync('/usr/bin/setpriv'))('a parent', () => {
  test('that is killed takes its children with it', async () => {
    const module = JSON.stringify(new URL('child.ts', import.meta.url).href)
    const program = `const { spawnTethered } = await import(${module})
      process.stdout.write(String(spawnTethered('sleep', ['300'], {}).pid))`
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', program])
    const [pid] = await once(parent.stdout, 'data')
    parent.kill('SIGKILL')
    await vi.waitUntil(() => hasEnded(pid), { timeout: 5000, interval: 20 })
    expect(hasEnded(pid)).toBe(true)
  })
})
