import type { Context } from 'koa'
import type { ControlErrorCode, ControlFailure } from './contract.ts'
import { renderPage, type PlainPage } from './plain-page.ts'

/** The HTTP status of each code; whoever asks goes by the code. */
export const FAILURE_STATUS: Readonly<Record<ControlErrorCode, number>> = {
  CONFLICT: 409,
  FORBIDDEN: 403,
  INTERNAL: 500,
  INVALID_INPUT: 400,
  NOT_FOUND: 404,
  UNAUTHENTICATED: 401,
  UNAVAILABLE: 503,
  UNKNOWN_METHOD: 404,
}

export function sendJson(ctx: Context, value: unknown): void {
  ctx.status = 200
  ctx.set('Content-Type', 'application/json; charset=utf-8')
  ctx.set('Cache-Control', 'no-store')
  ctx.body = Buffer.from(JSON.stringify(value ?? null))
}

export function sendFailure(ctx: Context, failure: ControlFailure, status?: number): void {
  sendJson(ctx, failure)
  ctx.status = status ?? FAILURE_STATUS[failure.code]
}

export function sendPage(ctx: Context, status: number, page: PlainPage): void {
  ctx.status = status
  ctx.set('Content-Type', 'text/html; charset=utf-8')
  ctx.set('Cache-Control', 'no-store')
  ctx.body = Buffer.from(renderPage(page))
}
