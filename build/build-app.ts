import { resolve } from 'node:path'
import { build } from 'vite'

const ROOT = resolve(import.meta.dirname, '..')

/** Main process and preload of the app, into `dist/electron/`; the window is built by itself. */
export async function buildApp(): Promise<void> {
  for (const name of ['electron', 'preload']) {
    await build({ configFile: resolve(ROOT, `build/vite.${name}.config.ts`), logLevel: 'warn' })
  }
}

if (import.meta.main) await buildApp()
