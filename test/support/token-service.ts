import { createSign, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { makeCertificate } from './certificate.ts'
import { temporaryFolder } from './folder.ts'
import { listening } from './listening.ts'

/** What somebody may do in every repository; nothing unless it is named. */
export type Rights = readonly ('pull' | 'push' | 'delete')[]

export interface TokenServiceOptions {
  /** By `user:password`; `''` is everybody. */
  readonly users?: Readonly<Record<string, Rights>>
  /** By the identity token for which others are given. */
  readonly identities?: Readonly<Record<string, Rights>>
  /** Seconds that a token counts; 60 unless given. */
  readonly life?: number
  /** What it says of that; nothing unless given. */
  readonly expiresIn?: number
  /** How it may be asked; both unless given. */
  readonly methods?: readonly ('GET' | 'POST')[]
  /** Answers so instead, for its whole. */
  readonly instead?: {
    readonly status: number
    readonly headers?: Record<string, string>
    readonly body?: string
  }
}

/** A service whose tokens a registry takes; disposing of it stops it. */
export interface TokenService extends AsyncDisposable {
  readonly url: string
  /** The part `auth` of the configuration of a registry that takes its tokens. */
  readonly auth: { readonly token: Readonly<Record<string, string>> }
  /** The scopes that it was asked for, each with the method. */
  readonly asked: string[]
  /** What counts from now on. */
  change(options: TokenServiceOptions): void
}

const SERVICE = 'registry of a test'
const ISSUER = 'token service of a test'

/** distribution "Token Authentication Specification"; needs `openssl`. */
export async function startTokenService(first: TokenServiceOptions): Promise<TokenService> {
  await using cleanUp = new AsyncDisposableStack()
  const { path } = cleanUp.use(await temporaryFolder('tokens'))
  const { certificate, key } = await makeCertificate(path)
  const signer = {
    key: await readFile(key, 'utf8'),
    certificate: await readFile(certificate, 'utf8'),
  }
  let options = first
  const asked: string[] = []
  const server = createServer((request, response) => {
    void answer(request, response, options, signer, asked)
  })
  const url = `http://${cleanUp.use(await listening(server)).host}`
  const token = {
    realm: `${url}/token`,
    service: SERVICE,
    issuer: ISSUER,
    rootcertbundle: join(path, 'ca.crt'),
  }
  const started = cleanUp.move()
  return {
    url,
    auth: { token },
    asked,
    change: (next) => void (options = next),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}

interface Signer {
  readonly key: string
  readonly certificate: string
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: TokenServiceOptions,
  signer: Signer,
  asked: string[],
): Promise<void> {
  const method = request.method === 'POST' ? 'POST' : 'GET'
  const { instead } = options
  if (instead) return void response.writeHead(instead.status, instead.headers).end(instead.body)
  const isKnown = (options.methods ?? ['GET', 'POST']).includes(method)
  if (!isKnown) return void response.writeHead(405).end()
  const asks = method === 'POST' ? await asksInForm(request) : asksInQuery(request)
  asked.push(`${method} ${asks.scopes.join(' ')}`)
  const rights = rightsOf(asks, options)
  if (!rights || asks.service !== SERVICE) return void response.writeHead(asks.wrong).end()
  const { life = 60, expiresIn } = options
  const token = sign(
    signer,
    asks.scopes.flatMap((scope) => accessOf(scope, rights)),
    life,
  )
  const told = { ...(expiresIn !== undefined && { expires_in: expiresIn }) }
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify({ [method === 'POST' ? 'access_token' : 'token']: token, ...told }))
}

interface Asks {
  readonly service: string | null
  readonly scopes: readonly string[]
  /** `user:password`, or empty. */
  readonly user: string
  readonly identity?: string
  /** The status for one who is not known. */
  readonly wrong: number
}

function asksInQuery({ url = '', headers }: IncomingMessage): Asks {
  const { searchParams } = new URL(url, 'http://x')
  const [, basic = ''] = /^Basic (.*)$/.exec(headers.authorization ?? '') ?? []
  return {
    service: searchParams.get('service'),
    scopes: searchParams.getAll('scope'),
    user: Buffer.from(basic, 'base64').toString(),
    wrong: 401,
  }
}

async function asksInForm(request: IncomingMessage): Promise<Asks> {
  const form = new URLSearchParams(await text(request))
  const identity = form.get('refresh_token')
  const isIdentity = form.get('grant_type') === 'refresh_token'
  const user = isIdentity ? '' : `${form.get('username')}:${form.get('password')}`
  return {
    service: form.get('service'),
    scopes: form.get('scope')?.split(' ') ?? [],
    user,
    ...(isIdentity && { identity: identity ?? '' }),
    wrong: isIdentity ? 400 : 401,
  }
}

function rightsOf(
  { user, identity }: Asks,
  { users = {}, identities = {} }: TokenServiceOptions,
): Rights | undefined {
  return identity === undefined ? users[user] : identities[identity]
}

function accessOf(scope: string, rights: Rights): readonly object[] {
  const [, type, name, actions = ''] = /^(\w+):(.+):([^:]+)$/.exec(scope) ?? []
  const given = actions.split(',').filter((action) => (rights as string[]).includes(action))
  return given.length === 0 ? [] : [{ type, name, actions: given }]
}

/** A JSON Web Token with its certificate (RFC 7515 "x5c"). */
function sign({ key, certificate }: Signer, access: readonly object[], life: number): string {
  const now = Math.floor(Date.now() / 1000)
  const x5c = [certificate.replaceAll(/-----.*-----|\s/g, '')]
  const head = { typ: 'JWT', alg: 'RS256', x5c }
  const times = { iat: now, nbf: now - 10, exp: now + life }
  const body = { iss: ISSUER, aud: SERVICE, sub: '', jti: randomUUID(), ...times, access }
  const signed = [head, body].map((part) => base64url(JSON.stringify(part))).join('.')
  return `${signed}.${createSign('sha256').update(signed).sign(key, 'base64url')}`
}

const base64url = (value: string): string => Buffer.from(value).toString('base64url')
