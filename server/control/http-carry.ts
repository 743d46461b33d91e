import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Context } from 'koa'
import { uploadBody } from '../http/body.ts'
import { isSameOrigin } from '../http/guard.ts'
import type { Log } from '../log.ts'
import type { Carry } from './carry.ts'
import { object, oneOf, optional, text } from './check.ts'
import { ControlError } from './control-error.ts'
import type { Doorkeeper } from './entrance.ts'
import { sendJson } from './http-answers.ts'

export interface CarryParts {
  readonly carry: Pick<Carry, 'take' | 'export'>
  readonly doorkeeper: Doorkeeper
  /** @throws ControlError FORBIDDEN when the registry may not be changed */
  readonly mayChange: () => void
  readonly log: Log
}

const importQuery = object({ name: text(1_000) })

/** `POST /api/import?name=`: takes a file of images, of any size, as it comes. */
export async function takeFile(ctx: Context, parts: CarryParts): Promise<void> {
  const caller = await parts.doorkeeper.caller(ctx.req)
  if (!isSameOrigin(ctx.req)) {
    throw new ControlError('FORBIDDEN', 'changes are taken from the console itself only')
  }
  parts.mayChange()
  const { name } = importQuery(queryOf(ctx), '')
  parts.log.info('console: import', { ...caller, name })
  const content = uploadBody(ctx.req, ctx.res, { bytes: 0 })
  sendJson(ctx, { id: await parts.carry.take({ name, content }) })
}

const exportQuery = object({
  repository: text(255),
  reference: text(200),
  format: oneOf('oci', 'docker'),
  platform: optional(text(100)),
})

/** `GET /api/export?repository=&reference=&format=&platform=`: an image as a file to keep. */
export async function sendArchive(ctx: Context, parts: CarryParts): Promise<void> {
  const caller = await parts.doorkeeper.caller(ctx.req)
  const wanted = exportQuery(queryOf(ctx), '')
  const { name, size, content } = await parts.carry.export(wanted, caller)
  ctx.status = 200
  ctx.set('Content-Type', 'application/x-tar')
  ctx.set('Content-Length', String(size))
  ctx.set('Content-Disposition', `attachment; filename="${name}"`)
  ctx.set('Cache-Control', 'no-store')
  ctx.respond = false
  await pipeline(Readable.from(content), ctx.res)
}

/** Empty parameters are as if they were not there. */
function queryOf(ctx: Context): unknown {
  const pairs = [...new URLSearchParams(ctx.querystring)]
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''))
}
