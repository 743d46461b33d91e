import type { ChildProcess } from 'node:child_process'

const PATIENCE = 30_000

/**
 * Waits until a program that was just started says that it is ready; `name` is what to call it.
 *
 * @returns everything it has written to both outputs so far, whenever it is asked.
 * @throws Error with its output when it ends first, or does not say it within 30 s.
 */
export async function announced(
  child: ChildProcess,
  name: string,
  ready: RegExp,
): Promise<() => string> {
  let output = ''
  await new Promise<void>((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`${name} ${what}:\n${output}`))
    const timer = setTimeout(() => fail(`did not listen within ${PATIENCE} ms`), PATIENCE)
    const hear = (chunk: Buffer) => {
      output += chunk.toString()
      if (ready.test(output)) settle(resolve)
    }
    const settle = (act: () => void) => {
      clearTimeout(timer)
      act()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('error', (error) => settle(() => fail(`did not start (${error.message})`)))
    child.once('close', (code) => settle(() => fail(`ended with ${code}`)))
  })
  return () => output
}
