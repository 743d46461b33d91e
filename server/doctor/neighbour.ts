import { readFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Config } from '../config/config.ts'
import type { ServedProbe } from '../engines/registry-to-reach.ts'

/** A Berth of another process on this machine, as far as it lets itself be asked. */
export interface Neighbour {
  readonly version: string
  openProbe(): Promise<ServedProbe>
}

/** Milliseconds for one question. */
const PATIENCE = 3_000

interface Opened {
  readonly berth?: string
  readonly repository: string
  readonly tag: string
}

/** @returns the Berth that answers there, undefined for anything else. @throws what the system says when nobody does */
export async function findNeighbour(url: URL, config: Config): Promise<Neighbour | undefined> {
  const { tls } = config.http
  const ca = tls && (await readFile(tls.certificate).catch(() => undefined))
  const at = new URL(`${config.http.prefix}berth-probe`, url)
  const ask = (method: string, name = '') =>
    askOnce(method, new URL(name === '' ? at.href : `${at.href}/${name}`), ca)

  async function open(): Promise<Opened | undefined> {
    const opened = (await ask('POST')) as Opened | undefined
    return opened?.berth === undefined ? undefined : opened
  }
  const first = await open()
  if (first?.berth === undefined) return undefined
  await ask('DELETE', nameOf(first))
  return {
    version: first.berth,
    async openProbe() {
      const probe = await open()
      if (!probe) throw new Error('Berth is checking too many engines at once: try again')
      const { repository, tag } = probe
      return {
        repository,
        tag,
        async wasSeen() {
          const state = (await ask('GET', nameOf(probe))) as { wasSeen?: boolean } | undefined
          return state?.wasSeen === true
        },
        close: async () => void (await ask('DELETE', nameOf(probe)).catch(() => undefined)),
      }
    },
  }
}

const nameOf = ({ repository }: Opened): string => repository.slice(repository.indexOf('/') + 1)

/** @returns undefined for what is no answer of Berth's */
function askOnce(method: string, url: URL, ca: Buffer | undefined): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const signal = AbortSignal.timeout(PATIENCE)
  const options = { method, signal, agent: false }
  // Whose certificate it is does not matter: nothing secret is said, and no answer believed but a name.
  const request =
    url.protocol === 'https:'
      ? httpsRequest(url, { ...options, ...(ca && { ca }), rejectUnauthorized: false })
      : httpRequest(url, options)
  request.once('error', reject)
  request.once('response', (response) => {
    let text = ''
    response.setEncoding('utf8')
    response.on('data', (chunk: string) => (text = `${text}${chunk}`.slice(0, 10_000)))
    response.once('error', reject)
    response.once('end', () => resolve(response.statusCode === 200 ? parsed(text) : undefined))
  })
  request.end()
  return promise
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
