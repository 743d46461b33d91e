import { EventEmitter } from 'node:events'

/** `app`, and how it came out. */
export interface StandInApp {
  readonly module: EventEmitter & { quit(): void }
  readonly session: StandInSession
  /** Resolves with the code when the app has ended. */
  readonly exited: Promise<number>
  readonly isOver: () => boolean
  /** As the system sends it: the second start of the program. */
  readonly secondStart: (argv: readonly string[]) => void
  /** Another instance has the lock already. */
  readonly denyLock: () => void
  readonly loginItem: () => unknown
}

export interface StandInSession {
  permissionRequest: ((...args: unknown[]) => void) | undefined
  permissionCheck: (() => boolean) | undefined
  setPermissionRequestHandler(handler: (...args: unknown[]) => void): void
  setPermissionCheckHandler(handler: () => boolean): void
}

export function createStandInApp(): StandInApp {
  const { promise: exited, resolve } = Promise.withResolvers<number>()
  let over = false
  let hasLock = true
  let loginItem: unknown
  const end = (code: number): void => {
    over = true
    resolve(code)
  }
  const module = Object.assign(new EventEmitter(), {
    requestSingleInstanceLock: () => hasLock,
    whenReady: async () => {},
    quit() {
      const event = { isPrevented: false, preventDefault: () => void (event.isPrevented = true) }
      module.emit('before-quit', event)
      if (!event.isPrevented) end(0)
    },
    exit: end,
    getLoginItemSettings: () => ({ openAtLogin: false }),
    setLoginItemSettings: (settings: unknown) => void (loginItem = settings),
  })
  const session: StandInSession = {
    permissionRequest: undefined,
    permissionCheck: undefined,
    setPermissionRequestHandler: (handler) => void (session.permissionRequest = handler),
    setPermissionCheckHandler: (handler) => void (session.permissionCheck = handler),
  }
  return {
    module,
    session,
    exited,
    isOver: () => over,
    secondStart: (argv) => void module.emit('second-instance', {}, argv),
    denyLock: () => void (hasLock = false),
    loginItem: () => loginItem,
  }
}
