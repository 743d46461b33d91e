import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseBasic } from '../auth/basic.ts'
import type { HttpConfig } from '../config/config.ts'
import { RegistryError } from '../oci/errors.ts'
import { answerFor, errorBody, INTERNAL_ERROR } from './errors.ts'
import { createGuard } from './guard.ts'
import { TOKEN_PATH } from './login.ts'
import { createProbeImage, type ProbeImage, type ProbePart } from './probe-image.ts'

/**
 * Images by which an engine is seen to reach this very registry: one under a name that is used once,
 * served as long as a check goes on, never stored, listed or counted, and without a login, since that
 * one name is all that can be had by it.
 */
export interface Probes {
  /** @throws RegistryError TOOMANYREQUESTS while too many checks go on */
  open(): Probe
  /** Whether the request is for a probe; false at once while no check goes on. */
  owns(request: IncomingMessage): boolean
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
}

/** A probe that is served until it is closed, or for {@link LIFETIME}. */
export interface Probe {
  /** Such as `berth-probe/3f…`. */
  readonly repository: string
  readonly tag: 'probe'
  /** Whether somebody took its manifest. */
  readonly wasSeen: boolean
  readonly isOpen: boolean
  close(): void
}

/** All probes lie under it, and who pulls one logs in as it, with any password, where an engine does not ask without. */
const PROBES = 'berth-probe'

/** Checks that go on at once. */
const MOST = 16
/** After so many milliseconds a check that was forgotten is over. */
const LIFETIME = 120_000

interface Served {
  readonly image: ProbeImage
  wasSeen: boolean
}

/** @param http of the registry: its doors stay as they are */
export function createProbes(http: HttpConfig): Probes {
  const served = new Map<string, Served>()
  const start = `${http.prefix}v2/${PROBES}/`
  const tokenPath = `${http.prefix}${TOKEN_PATH}`
  const guard = createGuard(http)

  /** Where the registry gives tokens, one is wanted for a probe too; this one lets nobody in anywhere. */
  function wantsToken({ url = '', headers: { authorization } }: IncomingMessage): boolean {
    const isThere = url === tokenPath || url.startsWith(`${tokenPath}?`)
    return isThere && parseBasic(authorization ?? '')?.user === PROBES
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    guard(request)
    if (wantsToken(request)) return sendNoToken(response)
    const path = /^([^/?]+)\/(manifests|blobs)\/([^/?]+)/.exec(
      request.url?.slice(start.length) ?? '',
    )
    const [, name = '', kind, reference = ''] = path ?? []
    const probe = served.get(name)
    if (!probe) throw new RegistryError('NAME_UNKNOWN', 'there is no such probe')
    const { manifest, blobs } = probe.image
    if (kind === 'blobs') return send(request, response, blobs.get(reference))
    const isKnown = reference === 'probe' || reference === manifest.digest
    if (isKnown) probe.wasSeen = true
    send(request, response, isKnown ? manifest : undefined)
  }

  return {
    open() {
      if (served.size >= MOST) {
        throw new RegistryError('TOOMANYREQUESTS', 'too many engines are being checked: try again')
      }
      const name = randomBytes(12).toString('hex')
      const probe: Served = { image: createProbeImage(name), wasSeen: false }
      served.set(name, probe)
      const close = (): void => {
        clearTimeout(timer)
        served.delete(name)
      }
      const timer = setTimeout(close, LIFETIME).unref()
      return {
        repository: `${PROBES}/${name}`,
        tag: 'probe',
        get wasSeen() {
          return probe.wasSeen
        },
        get isOpen() {
          return served.has(name)
        },
        close,
      }
    },
    owns: (request) =>
      served.size > 0 && (request.url?.startsWith(start) === true || wantsToken(request)),
    async handle(request, response) {
      try {
        answer(request, response)
      } catch (error) {
        const failure = answerFor(error) ?? INTERNAL_ERROR
        response.writeHead(failure.status, { 'Content-Type': 'application/json; charset=utf-8' })
        response.end(errorBody(failure))
      }
    },
  }
}

function sendNoToken(response: ServerResponse): void {
  const token = 'probe'
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  response.end(JSON.stringify({ token, access_token: token, expires_in: 60 }))
}

function send(
  { method }: IncomingMessage,
  response: ServerResponse,
  found: ProbePart | undefined,
): void {
  if (!found) throw new RegistryError('MANIFEST_UNKNOWN', 'the probe has no such part')
  if (method !== 'GET' && method !== 'HEAD') {
    throw new RegistryError('UNSUPPORTED', 'a probe can only be pulled')
  }
  response.writeHead(200, {
    'Content-Type': found.mediaType,
    'Content-Length': found.bytes.length,
    'Docker-Content-Digest': found.digest,
    'Docker-Distribution-Api-Version': 'registry/2.0',
  })
  response.end(method === 'HEAD' ? undefined : found.bytes)
}
