import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Electron } from './electron.ts'
import type { DesktopHost } from './host.ts'
import type { WindowKeeper } from './window.ts'

export interface OpenFilesParts {
  readonly host: Pick<DesktopHost, 'files'>
  readonly window: Pick<WindowKeeper, 'show'>
}

/** Files of images that are dropped on the app's icon, or opened with it: from before it is ready on. */
export interface OpenFiles {
  /** Takes what has come so far, and from now on each at once. */
  start(parts: OpenFilesParts): void
}

/** Endings of what `docker save` and its like make. */
const ARCHIVE = /\.(?:tar|tar\.gz|tgz|tar\.zst)$/i

/** @param argv of the start; Windows and Linux name files there, macOS tells of them by an event */
export function receiveFiles({ app, dialog }: Electron, argv: readonly string[]): OpenFiles {
  const waiting = archivesIn(argv)
  let take = (file: string): void => void waiting.push(file)

  app.on('open-file', (event, file) => {
    event.preventDefault()
    take(file)
  })
  app.on('second-instance', (_event, words) => archivesIn(words).forEach((file) => take(file)))
  return {
    start({ host, window }) {
      take = (file) =>
        void importFile(file, host, window).catch((error: unknown) => {
          const why = error instanceof Error ? error.message : String(error)
          dialog.showErrorBox(`${basename(file)} cannot be imported`, why)
        })
      waiting.splice(0).forEach((file) => take(file))
    },
  }
}

function archivesIn(argv: readonly string[]): string[] {
  return argv.slice(1).filter((word) => ARCHIVE.test(word) && !word.startsWith('-'))
}

/** The window shows what is in it and asks what to take, as for a file that is chosen there. */
async function importFile(
  file: string,
  host: OpenFilesParts['host'],
  window: OpenFilesParts['window'],
): Promise<void> {
  const control = host.files()
  if (!control) throw new Error('the registry is not running')
  control.mayChange()
  const opened = await open(file)
  const content = opened.createReadStream()
  const id = await control.carry.take({ name: basename(file), content })
  window.show(`import?id=${encodeURIComponent(id)}`)
}
