import type { Random } from '../faults/random.ts'
import { digests, headers, methods, names, queryValues, references, uploadIds } from './broken.ts'
import { type ManifestBody, brokenManifest } from './manifests.ts'

/** A request as bytes, with what is known about its answer. */
export interface MalformedRequest {
  readonly bytes: Buffer
  readonly method: string
  readonly target: string
  /** A parser of HTTP accepts it, so that the registry itself has to answer. */
  readonly isHttp: boolean
  /** No answer below 400 is right. */
  readonly refused: boolean
  /** The client closes its side after the last byte. */
  readonly halfClosed: boolean
}

/** What exists in the registry, for the parts that are not broken. */
export interface Known {
  readonly name: string
  readonly tag: string
  readonly digest: string
  /** The id of an open upload. */
  readonly uploadId: string
}

interface Target {
  readonly path: string
  readonly parameters: readonly string[]
  readonly usual: readonly string[]
  readonly broken: boolean
}

/** Parsers may refuse a longer head by themselves, with 431. */
const longestHead = 8000

const usualMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** A request in which at least one part is wrong, most others right. */
export function malformedRequest(random: Random, known: Known): MalformedRequest {
  const target = brokenTarget(random, known)
  const method = random.pick([
    ...target.usual,
    ...target.usual,
    ...usualMethods,
    random.pick(methods),
  ])
  const manifest = target.path.includes('/manifests/') && method === 'PUT'
  const body = manifest ? brokenManifest(random) : otherBody(random, method)
  const query = brokenQuery(random, target.parameters)
  const lines = random.chance(0.5) ? [random.pick(headers), random.pick(headers)] : []
  // OPTIONS asks about the server rather than about what the path names.
  const refused = (target.broken || body.refused) && method !== 'OPTIONS'
  const address = target.path + query
  const top = head(method, address, lines, body.bytes)
  return {
    bytes: Buffer.concat([top, body.bytes]),
    method,
    target: address,
    isHttp: isHttpTarget(address) && top.length < longestHead,
    refused,
    halfClosed: false,
  }
}

function brokenTarget(random: Random, known: Known): Target {
  const broken = random.chance(0.7)
  const endpoint = random.pick(endpoints)
  const part = random.pick(['name', 'last'] as const)
  const wrong = (values: readonly string[]) => random.pick(values)
  const name = broken && part === 'name' ? wrong(names) : known.name
  const right = known[endpoint.last ?? 'name']
  const last = broken && part === 'last' && endpoint.last ? wrong(wrongParts[endpoint.last]) : right
  return {
    path: endpoint.path(name, last),
    parameters: endpoint.parameters,
    usual: endpoint.usual,
    broken: (name !== known.name && endpoint.named !== false) || last !== right,
  }
}

interface Endpoint {
  readonly path: (name: string, last: string) => string
  /** What stands at the end of the path. */
  readonly last?: 'tag' | 'digest' | 'uploadId'
  /** False when no repository's name is in the path. */
  readonly named?: false
  readonly parameters: readonly string[]
  readonly usual: readonly string[]
}

const wrongParts = { tag: references, digest: digests, uploadId: uploadIds }

const endpoints: readonly Endpoint[] = [
  {
    path: (name, last) => `/v2/${name}/manifests/${last}`,
    last: 'tag',
    parameters: [],
    usual: ['GET', 'PUT', 'DELETE', 'HEAD'],
  },
  {
    path: (name, last) => `/v2/${name}/manifests/${last}`,
    last: 'digest',
    parameters: [],
    usual: ['GET', 'PUT', 'DELETE', 'HEAD'],
  },
  {
    path: (name, last) => `/v2/${name}/blobs/${last}`,
    last: 'digest',
    parameters: [],
    usual: ['GET', 'HEAD', 'DELETE'],
  },
  {
    path: (name) => `/v2/${name}/blobs/uploads/`,
    parameters: ['digest', 'mount', 'from'],
    usual: ['POST'],
  },
  {
    path: (name, last) => `/v2/${name}/blobs/uploads/${last}`,
    last: 'uploadId',
    parameters: ['digest', '_state'],
    usual: ['PATCH', 'PUT', 'GET', 'DELETE'],
  },
  {
    path: (name, last) => `/v2/${name}/referrers/${last}`,
    last: 'digest',
    parameters: ['artifactType', 'n', 'last'],
    usual: ['GET'],
  },
  { path: (name) => `/v2/${name}/tags/list`, parameters: ['n', 'last'], usual: ['GET'] },
  { path: () => '/v2/_catalog', named: false, parameters: ['n', 'last'], usual: ['GET'] },
  { path: () => '/v1/search', named: false, parameters: ['q', 'n', 'page'], usual: ['GET'] },
  { path: () => '/v2/', named: false, parameters: ['x'], usual: ['GET'] },
]

function brokenQuery(random: Random, parameters: readonly string[]): string {
  if (parameters.length === 0 || random.chance(0.3)) return ''
  const pairs = Array.from(
    { length: random.between(1, 3) },
    () => `${random.pick(parameters)}=${random.pick(queryValues)}`,
  )
  return `?${pairs.join('&')}`
}

function otherBody(random: Random, method: string): ManifestBody {
  const carries = method === 'PUT' || method === 'PATCH' || method === 'POST'
  const length = carries ? random.pick([0, 0, 1, 1000, 100_000]) : 0
  return { bytes: Buffer.alloc(length, 'x'), refused: false }
}

function head(method: string, target: string, lines: readonly string[], body: Buffer): Buffer {
  const all = [
    `${method} ${target} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    `Content-Length: ${body.length}`,
    ...lines,
    '',
    '',
  ]
  return Buffer.from(all.join('\r\n'), 'latin1')
}

/** Spaces and bytes over 0x7f in a target are refused below the registry. */
function isHttpTarget(target: string): boolean {
  return /^[\x21-\x7e]*$/.test(target)
}
