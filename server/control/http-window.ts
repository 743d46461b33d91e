import { readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import { ControlError } from './control-error.ts'
import { sendPage } from './http-answers.ts'
import { enterByLink, type LoginParts } from './http-login.ts'
import { UNBUILT_PAGE } from './plain-page.ts'
import type { StaticFile, StaticFiles } from './static-files.ts'

export type WindowParts = LoginParts & { readonly files: StaticFiles }

/** The built console: a file of it, or its page for every other place in it. */
export async function sendWindow(ctx: Context, path: string, parts: WindowParts): Promise<void> {
  if (path === '' && (await enterByLink(ctx, parts))) return
  const file = isFetch(ctx.req) ? parts.files.find(path) : undefined
  if (file && path !== 'index.html') return await sendFile(ctx, file)
  if (path !== '' && !isPageWanted(ctx.req)) {
    throw new ControlError('NOT_FOUND', 'there is nothing at this address')
  }
  const page = await parts.files.page(parts.base)
  if (page === undefined) return sendPage(ctx, 200, UNBUILT_PAGE)
  ctx.set('Content-Type', 'text/html; charset=utf-8')
  ctx.set('Cache-Control', 'no-cache')
  ctx.body = Buffer.from(page)
}

async function sendFile(ctx: Context, file: StaticFile): Promise<void> {
  const { path, type, immutable, compressed } = file
  const smaller = compressed.find(({ encoding }) => ctx.acceptsEncodings(encoding) === encoding)
  ctx.set('Content-Type', type)
  ctx.set('Cache-Control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
  if (compressed.length > 0) ctx.vary('Accept-Encoding')
  if (smaller) ctx.set('Content-Encoding', smaller.encoding)
  ctx.body = await readFile(smaller?.path ?? path)
}

export const isFetch = ({ method }: IncomingMessage): boolean =>
  method === 'GET' || method === 'HEAD'

/** A browser that goes to an address, and no script or program, asks for HTML. */
export function isPageWanted(request: IncomingMessage): boolean {
  return isFetch(request) && (request.headers.accept?.includes('text/html') ?? false)
}
