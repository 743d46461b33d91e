import { cp } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'

const FROM = resolve(import.meta.dirname, 'icons')

/** What the running app shows: the tray in every state, and its window on Linux. */
const SHOWN = ['tray', 'app/256x256.png']

/**
 * Lays the pictures that the app shows into `icons/` beside the folder that is built, since they are
 * opened as files.
 */
export function desktopIcons(): Plugin {
  return {
    name: 'berth-desktop-icons',
    apply: 'build',
    async writeBundle({ dir = '' }) {
      const to = join(dir, '../icons')
      await Promise.all(
        SHOWN.map((path) => cp(join(FROM, path), join(to, path), { recursive: true })),
      )
    },
  }
}
