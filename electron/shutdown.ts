import type { Electron } from './electron.ts'
import type { DesktopHost } from './host.ts'
import type { WindowKeeper } from './window.ts'

export interface ShutdownParts {
  readonly host: DesktopHost
  readonly window: WindowKeeper
  readonly secrets: { close(): void }
}

/**
 * Ends the app once the registry has let go of everything: what is under way may finish as long as
 * `http.draintimeout` says. Who asks a second time means it.
 */
export function prepareShutdown({ app }: Electron, { host, window, secrets }: ShutdownParts): void {
  let state: 'running' | 'stopping' | 'over' = 'running'

  async function end(): Promise<void> {
    window.letGo()
    secrets.close()
    await host.close().catch(() => undefined)
    state = 'over'
    app.exit(0)
  }

  app.on('before-quit', (event) => {
    if (state === 'over') return
    event.preventDefault()
    if (state === 'stopping') return app.exit(0)
    state = 'stopping'
    void end()
  })
  // Windows logs off without the event above.
  app.on('browser-window-created', (_event, opened) => {
    opened.on('session-end', () => void end())
  })
}
