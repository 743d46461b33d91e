import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import Koa from 'koa'
import type { Context, Next } from 'koa'
import type { Config, Rules } from '../config/config.ts'
import type { Log } from '../log.ts'
import { RegistryError } from '../oci/errors.ts'
import type { Registry } from '../registry/registry.ts'
import { StorageUnavailable } from '../storage/driver.ts'
import type { Witness } from '../traffic/witness.ts'
import { createAccessLog } from './access-log.ts'
import { discardRest } from './body.ts'
import type { Call } from './call.ts'
import { answerFor, errorBody, INTERNAL_ERROR, STORAGE_AWAY, type ErrorAnswer } from './errors.ts'
import type { Gate } from './gate.ts'
import { createGuard } from './guard.ts'
import { createLogin, type LoginDoors } from './login.ts'
import type { RequestWatcher } from './request-watcher.ts'
import { checkRights, rightsOf } from './rights.ts'
import { matchRoute, type Endpoint, type Match } from './routes.ts'

export interface AppParts {
  readonly config: Config
  /** As they are now. */
  readonly rules: () => Rules
  readonly registry: Registry
  readonly care: Call['care']
  readonly log: Log
  /** Whether storage can be used; see `storage-health.ts`. */
  readonly storageOk: () => boolean
  readonly gate: Gate
  readonly witness: Witness
  readonly watchers?: readonly RequestWatcher[]
  readonly doors: LoginDoors
}

export type RequestListener = (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<unknown>

/** The whole of what happens to a request, in this order. */
export function createApp(parts: AppParts): RequestListener {
  const app = new Koa()
  app.silent = true
  if (parts.watchers?.length) app.use(watched(parts.watchers))
  if (parts.config.log.accessLog) app.use(createAccessLog(parts.log))
  app.use(headers(parts.config))
  app.use(errors(parts.log))
  app.use(guard(parts.config))
  app.use(gate(parts.gate))
  app.use(health(parts.storageOk))
  app.use(dispatch(parts))
  return app.callback() as RequestListener
}

function headers({ http }: Config): Koa.Middleware {
  const fixed = {
    'Docker-Distribution-Api-Version': 'registry/2.0',
    'X-Content-Type-Options': 'nosniff',
    ...http.headers,
  }
  const list = Object.entries(fixed) as [string, string | string[]][]
  const nextId = createRequestIds()
  return (ctx, next) => {
    ctx.state['id'] = nextId()
    ctx.res.setHeader('X-Request-Id', ctx.state['id'])
    for (const [name, value] of list) ctx.res.setHeader(name, value)
    return next()
  }
}

/** Unique among all processes that write to one log: a random start, then a count. */
function createRequestIds(): () => string {
  const start = randomBytes(4).toString('hex')
  let count = 0
  return () => `${start}-${(++count).toString(36)}`
}

function watched(watchers: readonly RequestWatcher[]): Koa.Middleware {
  return (ctx, next) => {
    const routed = watchers.map((watcher) => watcher.begin(ctx.req, ctx.res))
    ctx.state['routed'] = (name: string) => routed.forEach((tell) => tell(name))
    return next()
  }
}

/** Turns what was thrown into an answer. */
function errors(log: Log): Koa.Middleware {
  return async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      answerError(ctx, error, log)
    }
    discardRest(ctx.req, ctx.res)
  }
}

function answerError(ctx: Context, error: unknown, log: Log): void {
  const gone = ctx.res.destroyed || (ctx.req.destroyed && !ctx.req.complete)
  const answer = answerFor(error)
  const meant = error instanceof RegistryError
  if (!gone && !meant && (answer?.status ?? 500) >= 500) report(ctx, error, log)
  if (gone || ctx.res.headersSent) {
    // Too late for words: a connection that ends early is what tells the client.
    ctx.respond = false
    ctx.res.destroy()
    return
  }
  sendError(ctx, answer ?? INTERNAL_ERROR)
}

function report(ctx: Context, error: unknown, log: Log): void {
  log.error('request failed', {
    id: ctx.state['id'],
    method: ctx.method,
    url: ctx.url,
    cause: causeOf(error),
  })
}

/** A fault of ours is to be found: with its stack. One of storage's surroundings explains itself. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error instanceof StorageUnavailable ? error.message : (error.stack ?? error.message)
}

/** What a client is told to wait before it tries again, in seconds. */
const RETRY_AFTER = '5'

function sendError(ctx: Context, answer: ErrorAnswer): void {
  ctx.respond = true
  ctx.remove('Content-Length')
  ctx.status = answer.status
  if (answer.status === 503) ctx.set('Retry-After', RETRY_AFTER)
  ctx.set('Content-Type', 'application/json; charset=utf-8')
  ctx.body = Buffer.from(errorBody(answer))
}

function guard({ http }: Config): Koa.Middleware {
  const check = createGuard(http)
  return (ctx, next) => {
    check(ctx.req)
    return next()
  }
}

function gate(gate: Gate): Koa.Middleware {
  return (ctx, next) => {
    ctx.res.once('close', gate.enter(ctx.req))
    return next()
  }
}

/** A registry that would fail anyway says so at once, also to whoever asks only whether it is there. */
function health(storageOk: () => boolean): Koa.Middleware {
  return (_ctx, next) => {
    if (!storageOk()) throw new RegistryError('UNAVAILABLE', STORAGE_AWAY)
    return next()
  }
}

type Routed = ReturnType<RequestWatcher['begin']>

function dispatch(parts: AppParts) {
  const { config, doors, rules } = parts
  const login = createLogin(config, doors)
  return async (ctx: Context, _next: Next): Promise<void> => {
    const match = matchRoute(pathBelow(ctx, config.http.prefix))
    if (match) (ctx.state['routed'] as Routed | undefined)?.(match.route.name)
    if (ctx.method === 'OPTIONS') return sendOptions(ctx, match, rules())
    if (!match?.route.open) await login.identify(ctx, match)
    if (!match) return sendError(ctx, NO_SUCH_ENDPOINT)
    const endpoint = match.route.methods[ctx.method]
    const access = doors.access()
    const may = rightsOf(ctx, access)
    if (access && endpoint) checkRights(ctx, match, endpoint, access, login)
    const refusal = endpoint ? refusedAction(endpoint, rules()) : refusedMethod(ctx)
    if (refusal) ctx.set('Allow', allowHeader(match, rules()))
    if (refusal || !endpoint) throw refusal
    const tokenService = login.tokenService()
    const call = callOf(ctx, match, parts)
    await endpoint.handle({ ...call, ...(may && { may }), ...(tokenService && { tokenService }) })
  }
}

function callOf(ctx: Context, match: Match, { registry, care, config, witness }: AppParts): Call {
  const query = new URLSearchParams(ctx.querystring)
  const { req: request, res: response } = ctx
  return { ctx, request, response, registry, care, witness, config, path: match.path, query }
}

const NO_SUCH_ENDPOINT: ErrorAnswer = {
  status: 404,
  code: 'UNSUPPORTED',
  message: 'there is nothing at this path: the registry is at v2/',
}

/** The path below the prefix, decoded; empty where it lies outside or the request's target is not valid. */
function pathBelow(ctx: Context, prefix: string): string {
  try {
    const { path } = ctx
    return path.startsWith(prefix) ? decodeURIComponent(path.slice(prefix.length)) : ''
  } catch {
    return ''
  }
}

/** RFC 9110 "Allow": what works here, as things are. */
function allowHeader(match: Match | undefined, rules: Rules): string {
  const methods = Object.entries(match?.route.methods ?? {})
  const allowed = methods.filter(([, endpoint]) => endpoint && !refusedAction(endpoint, rules))
  return [...allowed.map(([method]) => method), 'OPTIONS'].join(', ')
}

function sendOptions(ctx: Context, match: Match | undefined, rules: Rules): void {
  ctx.set('Allow', allowHeader(match, rules))
  ctx.status = 200
  ctx.body = Buffer.alloc(0)
}

function refusedMethod(ctx: Context): RegistryError {
  return new RegistryError('UNSUPPORTED', `${ctx.method.slice(0, 20)} is not possible here`)
}

function refusedAction({ action }: Endpoint, rules: Rules): RegistryError | undefined {
  if (action !== 'pull' && rules.readOnly) {
    return new RegistryError('UNSUPPORTED', 'the registry is read-only for now')
  }
  if (action === 'delete' && !rules.deleteEnabled) {
    return new RegistryError('UNSUPPORTED', 'deleting is switched off: storage.delete.enabled')
  }
  return undefined
}
