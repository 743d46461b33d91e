import { createServer } from 'node:http'
import type { ConsoleEvent, ControlFailure } from '../../server/control/contract.ts'
import { CALL } from '../../electron/channels.ts'
import { connectIpc } from '../../electron/ipc.ts'
import { createDispatch, type Outcome } from '../../server/control/dispatch.ts'
import { createEventStreams } from '../../server/control/event-stream.ts'
import { createConsoleHttp } from '../../server/control/http.ts'
import { createSessions } from '../../server/control/sessions.ts'
import { openStaticFiles } from '../../server/control/static-files.ts'
import type { Log } from '../../server/log.ts'
import { standIn } from '../desktop/stand-in.ts'
import { testConfig } from '../http/server.ts'
import { send } from '../support/http-client.ts'
import { listening } from '../support/listening.ts'
import { quietLog } from '../support/quiet-log.ts'
import { newBrowser } from './browser.ts'
import { controlSuite, type Connection, type Served } from './control-suite.ts'

const logOf = ({ faults }: Served): Log =>
  quietLog({ error: (_message, fields) => void faults.push(String(fields?.['cause'])) })

async function connectDirectly(served: Served): Promise<Connection> {
  const dispatch = createDispatch(served.service, logOf(served))
  return {
    call: (method, input) => dispatch(method, input, { user: 'alice' }),
    async subscribe(listener) {
      served.events.subscribe(({ event }) => listener(event))
    },
    [Symbol.asyncDispose]: async () => {},
  }
}

/** Everything as in a server, on a real connection; alice is in already. */
async function connectByHttp(served: Served): Promise<Connection> {
  const cleanUp = new AsyncDisposableStack()
  const sessions = createSessions()
  const streams = createEventStreams(served.events)
  const authenticator = {
    challenge: '',
    authenticate: () => ({ kind: 'ok', user: 'alice' }) as const,
    stampOf: async () => 'stamp',
    close: async () => {},
  }
  const { handle } = createConsoleHttp({
    http: testConfig({ folder: '/nowhere' }, {}).http,
    base: '/',
    entrance: { kind: 'password', authenticator },
    sessions,
    dispatch: createDispatch(served.service, logOf(served)),
    carry: { take: async () => 'x', export: () => Promise.reject(new Error('nothing')) },
    mayChange: () => {},
    streams,
    contents: {
      openFile: async () => {
        throw new Error('not reached')
      },
    },
    files: openStaticFiles('/nowhere'),
    log: logOf(served),
  })
  const server = createServer((request, response) => void handle(request, response))
  const url = `http://${cleanUp.use(await listening(server)).host}`
  cleanUp.defer(() => streams.close())
  const browser = newBrowser({ url, send: (to, options) => send(new URL(to, url), options) })
  await browser.post('/api/login', { user: 'alice', password: 'x' })
  return {
    async call(method, input) {
      const { status, body } = await browser.post(`/api/rpc/${method}`, input)
      const value: unknown = JSON.parse(body.toString())
      return status === 200 ? { output: value } : { failure: value as ControlFailure }
    },
    async subscribe(listener) {
      const reader = cleanUp.use(await browser.events())
      await reader.received(/^id: /)
      void follow(reader, listener)
    },
    [Symbol.asyncDispose]: () => cleanUp.disposeAsync(),
  }
}

/** Electron's channels, as its stand-in carries them; see `test/desktop/stand-in.ts`. */
async function connectByIpc(served: Served): Promise<Connection> {
  const listeners = new Set<(event: ConsoleEvent) => void>()
  const desktop = standIn(async () => ({
    goTo: async () => {},
    send: async (_channel, [event]) => {
      for (const listener of listeners) listener(event as ConsoleEvent)
    },
    close: async () => {},
  }))
  const window = new desktop.electron.BrowserWindow()
  await window.loadURL('app://berth/')
  const { mainFrame } = window.webContents
  const dispatch = createDispatch(served.service, logOf(served))
  connectIpc(desktop.electron, {
    host: { dispatch, events: served.events },
    isOurs: (frame) => frame === mainFrame,
  })
  return {
    call: async (method, input) =>
      (await desktop.ipc.invoke(mainFrame, CALL, method, input)) as Outcome,
    async subscribe(listener) {
      listeners.add(listener)
    },
    [Symbol.asyncDispose]: async () => {},
  }
}

type Reader = Awaited<ReturnType<ReturnType<typeof newBrowser>['events']>>

async function follow(reader: Reader, listener: (event: ConsoleEvent) => void): Promise<void> {
  for (let last = 0; ;) {
    const next = await reader.next(({ id }) => Number(id) > last).catch(() => undefined)
    if (!next) return
    last = Number(next.id)
    listener(JSON.parse(next.data) as ConsoleEvent)
  }
}

controlSuite('a call', connectDirectly, { user: 'alice' })
controlSuite('HTTP', connectByHttp, { user: 'alice', remote: '127.0.0.1' })
controlSuite('IPC', connectByIpc, {})
