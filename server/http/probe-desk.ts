import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpConfig } from '../config/config.ts'
import { RegistryError } from '../oci/errors.ts'
import { answerFor, errorBody, INTERNAL_ERROR } from './errors.ts'
import { createGuard } from './guard.ts'
import type { Probe, Probes } from './probes.ts'

/**
 * Where another process of this machine, `berth doctor`, has a probe opened and asks whether it was seen:
 * `POST probe`, then `GET` and `DELETE probe/<name>`. Nothing can be had by it but the probe.
 */
export interface ProbeDesk {
  owns(request: IncomingMessage): boolean
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
}

const LOOPBACK = /^(?:::1|(?:::ffff:)?127\.\d+\.\d+\.\d+)$/

/** @param version of Berth, by which it is told from other registries */
export function createProbeDesk(http: HttpConfig, probes: Probes, version: string): ProbeDesk {
  const start = `${http.prefix}berth-probe`
  const guard = createGuard(http)
  const open = new Map<string, Probe>()

  function answer(request: IncomingMessage): object {
    guard(request)
    if (!isFromHere(request)) throw new RegistryError('DENIED', 'only from this machine')
    const name = request.url?.slice(start.length + 1) ?? ''
    if (request.method === 'POST' && name === '') return openOne()
    const probe = open.get(name)
    if (!probe) throw new RegistryError('NAME_UNKNOWN', 'there is no such probe')
    if (request.method === 'DELETE') {
      probe.close()
      open.delete(name)
    }
    return { wasSeen: probe.wasSeen }
  }

  function openOne(): object {
    const probe = probes.open()
    const { repository, tag } = probe
    for (const [name, { isOpen }] of open) if (!isOpen) open.delete(name)
    open.set(repository.slice(repository.indexOf('/') + 1), probe)
    return { berth: version, repository, tag }
  }

  return {
    owns: ({ url }) => url === start || url?.startsWith(`${start}/`) === true,
    async handle(request, response) {
      request.resume()
      const headers = { 'Content-Type': 'application/json; charset=utf-8' }
      try {
        const body = JSON.stringify(answer(request))
        response.writeHead(200, headers).end(body)
      } catch (error) {
        const failure = answerFor(error) ?? INTERNAL_ERROR
        response.writeHead(failure.status, headers).end(errorBody(failure))
      }
    },
  }
}

function isFromHere({ socket, headers }: IncomingMessage): boolean {
  return headers['x-forwarded-for'] === undefined && LOOPBACK.test(socket.remoteAddress ?? '')
}
