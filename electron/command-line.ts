import { runCommand } from '../server/commands/run.ts'
import type { Electron } from './electron.ts'

/**
 * The words of a `berth` command that the app was started with: what follows `--` after `--cli`, which the
 * installed `berth` puts there. Undefined for a start of the app itself.
 */
export function commandWords(argv: readonly string[]): readonly string[] | undefined {
  const rest = argv.slice(1)
  const end = rest.indexOf('--')
  const own = end === -1 ? rest : rest.slice(0, end)
  if (!own.includes('--cli')) return undefined
  return end === -1 ? [] : rest.slice(end + 1)
}

/** Answers a command without a window, and ends with its exit code. */
export async function answerCommand(
  { app }: Electron,
  words: readonly string[],
  process: NodeJS.Process,
): Promise<void> {
  app.exit(await runCommand([...words], process))
}
