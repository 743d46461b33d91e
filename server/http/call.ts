import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context } from 'koa'
import type { Authenticator } from '../auth/authenticator.ts'
import type { Tokens } from '../auth/tokens.ts'
import type { AccessAction, Config } from '../config/config.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { Registry } from '../registry/registry.ts'
import type { Care } from '../collect/care.ts'
import type { Witness } from '../traffic/witness.ts'

/** What every handler gets: one request, and what it may use to answer it. */
export interface Call {
  readonly ctx: Context
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly registry: Registry
  readonly care: Pick<Care, 'collect' | 'check'>
  readonly witness: Witness
  readonly config: Config
  /** The variable parts of the path, decoded, in order; not yet checked. */
  readonly path: readonly string[]
  readonly query: URLSearchParams
  /** Whether the caller may do this to a repository; absent where there are no rules, and all may. */
  readonly may?: (repository: RepositoryName, action: AccessAction) => boolean
  /** Absent where there are no tokens. */
  readonly tokenService?: TokenService
}

export interface TokenService {
  readonly authenticator: Authenticator
  readonly tokens: Tokens
  /** Who has not logged in gets one too. */
  readonly isOpen: boolean
}

export type Handler = (call: Call) => Promise<void> | void

/** Answers with JSON, of media type `type` where it has one of its own. */
export function sendJson(call: Call, value: unknown, type = 'application/json'): void {
  sendBytes(call, 200, type, Buffer.from(JSON.stringify(value)))
}

/** Answers with bytes; with their headers alone to a HEAD. */
export function sendBytes({ ctx }: Call, status: number, type: string, bytes: Buffer): void {
  ctx.status = status
  ctx.set('Content-Type', type)
  ctx.body = bytes
}

/** Answers without a body. */
export function sendEmpty({ ctx }: Call, status: number): void {
  ctx.status = status
  // Koa would fill an absent body with the status text.
  ctx.body = status === 204 || status === 304 ? null : Buffer.alloc(0)
  ctx.remove('Content-Type')
}

/** The `index`th variable part of the path. */
export function pathPart({ path }: Call, index: number): string {
  return path[index] ?? ''
}
