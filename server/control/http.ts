import type { IncomingMessage, ServerResponse } from 'node:http'
import Koa from 'koa'
import type { Context, Middleware } from 'koa'
import type { HttpConfig } from '../config/config.ts'
import { discardRest } from '../http/body.ts'
import { createGuard, isSameOrigin } from '../http/guard.ts'
import type { Log } from '../log.ts'
import { RegistryError } from '../oci/errors.ts'
import { METHODS, type ConsoleEvent } from './contract.ts'
import { ControlError } from './control-error.ts'
import { isMethod, type Dispatch } from './dispatch.ts'
import { createDoorkeeper, type Entrance } from './entrance.ts'
import type { EventStreams } from './event-stream.ts'
import { failureOf, INTERNAL } from './failure.ts'
import type { Contents } from './contents.ts'
import { sendFailure, sendJson, sendPage } from './http-answers.ts'
import { sendArchive, takeFile, type CarryParts } from './http-carry.ts'
import { sendFileOfImage } from './http-file.ts'
import { readJson } from './http-input.ts'
import { leaving } from './http-leaving.ts'
import { logIn, logOut, tellEntrance, type LoginParts } from './http-login.ts'
import { isFetch, isPageWanted, sendWindow } from './http-window.ts'
import { CLOSED_PAGE, refusedPage } from './plain-page.ts'
import type { Rights } from './rights.ts'
import type { Sessions } from './sessions.ts'
import type { StaticFiles } from './static-files.ts'
import { WINDOW_HEADERS } from './window-headers.ts'

/** The console for browsers: the built window, its methods and its events. */
export interface ConsoleHttp {
  /** Whether a request is for the console, where it shares an address with the registry. */
  owns(request: IncomingMessage): boolean
  handle(request: IncomingMessage, response: ServerResponse): Promise<unknown>
}

export interface ConsoleHttpParts {
  /** Of the address at which the console is. */
  readonly http: HttpConfig
  /** Where it lies there; starts and ends with a slash. */
  readonly base: string
  readonly entrance: Entrance
  readonly sessions: Sessions
  /** Absent: whoever is in may do all. */
  readonly rights?: Rights
  readonly dispatch: Dispatch
  readonly carry: CarryParts['carry']
  readonly mayChange: CarryParts['mayChange']
  readonly streams: EventStreams
  readonly contents: Pick<Contents, 'openFile'>
  readonly files: StaticFiles
  readonly log: Log
  readonly audit?: LoginParts['audit']
}

/** The whole of what happens to a request, in this order. */
export function createConsoleHttp(parts: ConsoleHttpParts): ConsoleHttp {
  const doorkeeper = createDoorkeeper(parts.entrance, parts.sessions)
  const app = new Koa()
  app.silent = true
  app.use(headers(parts.http))
  app.use(errors(parts))
  app.use(guard(parts.http))
  app.use(closed(parts))
  app.use(routes({ ...parts, doorkeeper }))
  const handle = app.callback() as ConsoleHttp['handle']
  return { handle, owns: (request) => isOurs(request, parts) }
}

function headers({ headers: configured }: HttpConfig): Middleware {
  const all = Object.entries({ ...configured, ...WINDOW_HEADERS }) as [string, string | string[]][]
  return (ctx, next) => {
    for (const [name, value] of all) ctx.res.setHeader(name, value)
    return next()
  }
}

/** Turns what was thrown into an answer: a page for somebody who goes there, else a failure. */
function errors({ base, log }: ConsoleHttpParts): Middleware {
  return async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      answerError(ctx, error, base, log)
    }
    discardRest(ctx.req, ctx.res)
  }
}

function answerError(ctx: Context, error: unknown, base: string, log: Log): void {
  if (ctx.res.headersSent || ctx.res.destroyed) {
    ctx.respond = false
    ctx.res.destroy()
    return
  }
  const failure = failureOf(error)
  if (!failure) log.error('the console failed', { path: ctx.path, cause: error })
  if (error instanceof RegistryError && isPageWanted(ctx.req)) {
    return sendPage(ctx, 403, refusedPage(error.message, base))
  }
  sendFailure(ctx, failure ?? INTERNAL)
}

function guard(http: HttpConfig): Middleware {
  const check = createGuard(http)
  return (ctx, next) => {
    check(ctx.req)
    return next()
  }
}

function closed({ entrance, base }: ConsoleHttpParts): Middleware {
  return (ctx, next) => {
    if (entrance.kind !== 'closed') return next()
    if (isApi(ctx.path, base)) {
      throw new ControlError('FORBIDDEN', 'the console is closed: this registry has no login')
    }
    sendPage(ctx, 403, CLOSED_PAGE)
    return undefined
  }
}

type RouteParts = ConsoleHttpParts & LoginParts & CarryParts

type Handler = (ctx: Context, parts: RouteParts) => Promise<void> | void

/** Every address below `api/`; after `api/rpc/` stands the method. */
const API: Readonly<Record<string, Handler>> = {
  'GET api/login': tellEntrance,
  'POST api/login': logIn,
  'POST api/logout': logOut,
  'GET api/events': sendEvents,
  'POST api/import': takeFile,
  'GET api/export': sendArchive,
  'GET api/file': sendFileOfImage,
  'POST api/rpc/': callMethod,
}

const RPC = 'api/rpc/'

function routes(parts: RouteParts) {
  return async (ctx: Context): Promise<void> => {
    const path = pathBelow(ctx, parts)
    if (!path.startsWith('api/')) return await sendWindow(ctx, path, parts)
    const handler = API[`${ctx.method} ${path.startsWith(RPC) ? RPC : path}`]
    if (!handler) throw new ControlError('UNKNOWN_METHOD', 'there is no such address')
    await handler(ctx, parts)
  }
}

const pathBelow = (ctx: Context, { base }: RouteParts): string => ctx.path.slice(base.length)

/** `POST /api/rpc/<method>`. */
async function callMethod(ctx: Context, parts: RouteParts): Promise<void> {
  const method = pathBelow(ctx, parts).slice(RPC.length)
  const caller = await parts.doorkeeper.caller(ctx.req)
  const isChange = isMethod(method) && METHODS[method].permission === 'write'
  if (isChange && !isSameOrigin(ctx.req)) {
    throw new ControlError('FORBIDDEN', 'changes are taken from the console itself only')
  }
  const input = await readJson(ctx)
  const outcome = await parts.dispatch(method, input, caller, leaving(ctx.res))
  if ('failure' in outcome) sendFailure(ctx, outcome.failure)
  else sendJson(ctx, outcome.output)
}

/** `GET /api/events`. */
async function sendEvents(
  ctx: Context,
  { doorkeeper, streams, rights }: RouteParts,
): Promise<void> {
  const caller = await doorkeeper.caller(ctx.req)
  if (!streams.hasRoom) throw new ControlError('UNAVAILABLE', 'too many consoles are open')
  const known = /^\d{1,16}$/.exec(ctx.get('last-event-id'))?.[0]
  const stillAllowed = async () => (await doorkeeper.visitor(ctx.req)) !== undefined
  ctx.respond = false
  const shown = rights && ((event: ConsoleEvent) => rights.shown(event, caller))
  streams.open(ctx.res, known === undefined ? undefined : Number(known), stillAllowed, shown)
}

function isOurs(request: IncomingMessage, { base, files }: ConsoleHttpParts): boolean {
  const [path = ''] = (request.url ?? '').split('?', 1)
  if (!path.startsWith(base)) return false
  if (isApi(path, base)) return true
  const below = path.slice(base.length)
  if (!isFetch(request) || /^v[12](?:\/|$)/.test(below)) return false
  return below === '' || files.find(below) !== undefined || isPageWanted(request)
}

const isApi = (path: string, base: string): boolean => path.startsWith(`${base}api/`)
