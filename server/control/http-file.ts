import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Context } from 'koa'
import { object, text } from './check.ts'
import type { Contents } from './contents.ts'
import type { Doorkeeper } from './entrance.ts'
import { leaving } from './http-leaving.ts'

export interface FileParts {
  readonly doorkeeper: Doorkeeper
  readonly contents: Pick<Contents, 'openFile'>
}

const wish = object({
  repository: text(255),
  digest: text(200),
  layer: text(200),
  path: text(4_096),
})

/** `GET /api/file?repository=&digest=&layer=&path=`: a file of an image, to be saved. */
export async function sendFileOfImage(
  ctx: Context,
  { doorkeeper, contents }: FileParts,
): Promise<void> {
  await doorkeeper.caller(ctx.req)
  const asked = wish(Object.fromEntries(Object.entries(ctx.query)), '')
  const { size, body } = await contents.openFile(asked, leaving(ctx.res))
  // Whatever it is, it is nobody's page, script or picture here.
  ctx.set('Content-Type', 'application/octet-stream')
  ctx.set('Content-Disposition', attachment(asked.path))
  ctx.set('Content-Security-Policy', 'sandbox')
  ctx.set('Cache-Control', 'no-store')
  ctx.set('Content-Length', String(size))
  ctx.respond = false
  ctx.res.statusCode = 200
  await pipeline(Readable.from(body, { objectMode: false }), ctx.res)
}

/** RFC 6266, with a name for those who know only ASCII. */
export function attachment(path: string): string {
  const name = safeName(path.slice(path.lastIndexOf('/') + 1))
  const plain = name.replaceAll(/[^\x20-\x7e]|%/g, '_')
  const coded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16)}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${coded}`
}

/** Without what some system takes for something else, or cannot be seen. */
function safeName(name: string): string {
  const safe = name
    .toWellFormed()
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}"\\/:*?<>|]/gu, '_')
    .replaceAll(/^[. ]+|[. ]+$/g, (dots) => '_'.repeat(dots.length))
  return safe === '' ? 'file' : safe
}
