import { join } from 'node:path'
import { run } from '../support/command.ts'

/** The console is tested as it is served: built, from the sources as they are now. */
export async function setup(): Promise<void> {
  await run(process.execPath, [join(import.meta.dirname, '../../build/ensure-renderer.ts')])
}
