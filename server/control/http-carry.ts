import type { Context } from 'koa'
import { uploadBody } from '../http/body.ts'
import { isSameOrigin } from '../http/guard.ts'
import type { Log } from '../log.ts'
import type { Carry } from './carry.ts'
import { ControlError } from './control-error.ts'
import type { Doorkeeper } from './entrance.ts'
import { downloadImage, importName } from './download.ts'
import { sendJson } from './http-answers.ts'
import { sendDownload } from './http-file.ts'
import type { Rights } from './rights.ts'

export interface CarryParts {
  readonly carry: Pick<Carry, 'take' | 'export'>
  readonly doorkeeper: Doorkeeper
  /** @throws ControlError FORBIDDEN when the registry may not be changed */
  readonly mayChange: () => void
  /** Absent: whoever is in may do all. */
  readonly rights?: Rights
  readonly log: Log
}

/** `POST /api/import?name=`: takes a file of images, of any size, as it comes. */
export async function takeFile(ctx: Context, parts: CarryParts): Promise<void> {
  const caller = await parts.doorkeeper.caller(ctx.req)
  if (!isSameOrigin(ctx.req)) {
    throw new ControlError('FORBIDDEN', 'changes are taken from the console itself only')
  }
  parts.rights?.checkAll(caller)
  parts.mayChange()
  const name = importName(new URLSearchParams(ctx.querystring))
  parts.log.info('console: import', { ...caller, name })
  const content = uploadBody(ctx.req, ctx.res, { bytes: 0 })
  sendJson(ctx, { id: await parts.carry.take({ name, content }) })
}

/** `GET /api/export`: an image as a file to keep. */
export async function sendArchive(ctx: Context, parts: CarryParts): Promise<void> {
  const caller = await parts.doorkeeper.caller(ctx.req)
  const query = new URLSearchParams(ctx.querystring)
  parts.rights?.checkPull(query.get('repository') ?? '', caller)
  await sendDownload(ctx, await downloadImage(query, parts.carry, caller))
}
