import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Context } from 'koa'
import type { Contents } from './contents.ts'
import { downloadFile, type Download } from './download.ts'
import type { Doorkeeper } from './entrance.ts'
import { leaving } from './http-leaving.ts'
import type { Rights } from './rights.ts'

export interface FileParts {
  readonly doorkeeper: Doorkeeper
  readonly contents: Pick<Contents, 'openFile'>
  /** Absent: whoever is in may do all. */
  readonly rights?: Rights
}

/** `GET /api/file`: a file of an image, to be saved. */
export async function sendFileOfImage(
  ctx: Context,
  { doorkeeper, contents, rights }: FileParts,
): Promise<void> {
  const caller = await doorkeeper.caller(ctx.req)
  const query = new URLSearchParams(ctx.querystring)
  rights?.checkPull(query.get('repository') ?? '', caller)
  await sendDownload(ctx, await downloadFile(query, contents, leaving(ctx.res)))
}

/** Sends it as fast as it is taken. */
export async function sendDownload(ctx: Context, { headers, body }: Download): Promise<void> {
  ctx.status = 200
  for (const [name, value] of Object.entries(headers)) ctx.set(name, value)
  ctx.respond = false
  await pipeline(Readable.from(body, { objectMode: false }), ctx.res)
}
