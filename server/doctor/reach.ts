import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Config } from '../config/config.ts'
import type { DoctorFinding } from '../control/doctor-contract.ts'
import type { ServedProbe } from '../engines/registry-to-reach.ts'
import { AddressTaken, listen, type Listening } from '../http/listen.ts'
import { createProbes, type Probes } from '../http/probes.ts'
import { describePortHolder } from '../port-holder.ts'
import type { SecretsKeeper } from '../secrets/secrets-keeper.ts'
import { readTls } from '../tls/read-tls.ts'
import { localUrl } from '../whereabouts.ts'
import { findNeighbour } from './neighbour.ts'

/** The registry's address as somebody finds it who does not serve it. */
export interface Reach {
  /** As the registry has it or would have it. */
  readonly urls: readonly string[]
  readonly finding: DoctorFinding
  /** Absent where another program has the port. */
  readonly openProbe?: () => Promise<ServedProbe> | ServedProbe
  close(): Promise<void>
}

/**
 * Finds the Berth that serves, or stands in for it where the port is free, for as long as engines are
 * checked.
 */
export async function openReach(config: Config, secrets: SecretsKeeper): Promise<Reach> {
  const urls = urlsOf(config)
  const url = localUrl(urls, '/')
  const answer = url && (await findNeighbour(url, config).catch(asNobody))
  if (answer && answer !== 'nobody') {
    const text = `Berth ${answer.version} serves at ${urls.join(' and ')}.`
    const { openProbe } = answer
    return { urls, finding: { state: 'ok', text }, openProbe, close: async () => {} }
  }
  return await standIn(config, urls, secrets)
}

/** Refused, or something that does not speak http: whether the port is free is seen by taking it. */
const asNobody = (): 'nobody' => 'nobody'

function urlsOf({ http }: Config): readonly string[] {
  const scheme = http.tls ? 'https' : 'http'
  return http.listen.map((at) => {
    if (at.kind === 'unix') return at.path
    const host = at.host ?? '0.0.0.0'
    return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${at.port}`
  })
}

async function standIn(
  config: Config,
  urls: readonly string[],
  secrets: SecretsKeeper,
): Promise<Reach> {
  const probes = createProbes(config.http)
  try {
    const listening = await takePort(config, probes, secrets)
    const text = `Berth is not running; ${urls.join(' and ')} ${urls.length > 1 ? 'are' : 'is'} free for it.`
    return {
      urls,
      finding: { state: 'ok', text },
      openProbe() {
        const probe = probes.open()
        const { repository, tag, close } = probe
        return { repository, tag, wasSeen: () => probe.wasSeen, close }
      },
      close: () => listening.close(0),
    }
  } catch (error) {
    return { urls, finding: await explain(error), close: async () => {} }
  }
}

async function takePort(
  { http }: Config,
  probes: Probes,
  secrets: SecretsKeeper,
): Promise<Listening> {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (probes.owns(request)) return await probes.handle(request, response)
    const isPing = request.url === `${http.prefix}v2/`
    response.writeHead(isPing ? 200 : 503, { 'Content-Type': 'application/json' }).end('{}')
  }
  const tls = http.tls && (await readTls(http.tls, secrets))
  return await listen(http.listen, handle, tls?.options)
}

async function explain(error: unknown): Promise<DoctorFinding> {
  if (!(error instanceof AddressTaken)) {
    const why = error instanceof Error ? error.message : String(error)
    const todo = 'Choose another address in http.addr.'
    return { state: 'problem', text: `Berth could not listen: ${why}`, todo }
  }
  const holder = error.port === undefined ? undefined : await describePortHolder(error.port)
  return {
    state: 'problem',
    text: `${error.message} by ${holder ?? 'another program'}, which is not Berth.`,
    todo: 'Stop it, or choose another port in http.addr.',
  }
}
