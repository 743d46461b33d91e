import type { Socket } from 'node:net'
import { ControlError } from '../control/control-error.ts'
import { askApi, callApi, openApiStream, type ApiAddress } from './engine-http.ts'
import { framesOf } from './frames.ts'
import { carryConnection, type OwnPort } from './relay-connection.ts'
import { relayImage } from './relay-image.ts'
import { CONNECTION, LISTENING, MAIN, PORT_TAKEN, SERVE } from './relay-scripts.ts'

/**
 * A container in the engine that listens on the registry's port of the engine's own localhost. What comes
 * there goes through the engine's API to this process, and from it to the registry: no way through any
 * network is needed, and nothing more is opened on this machine. It ends with this process.
 */
export interface Relay {
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>
  /** Ends it and leaves its container, so that it is found again. */
  stop(): void
}

export interface RelayWish {
  readonly api: ApiAddress
  /** Of the engine's localhost. */
  readonly port: number
  readonly own: OwnPort
  /** Told when a connection could not be carried. */
  readonly onTrouble: (cause: string) => void
}

const LABEL = 'berth.relay'

/** Whether there is a container of ours for this port, running or not. */
export async function hasRelay(
  { api, port }: Pick<RelayWish, 'api' | 'port'>,
  signal: AbortSignal,
): Promise<boolean> {
  return (await relaysOf(api, port, signal)).length > 0
}

/** Takes every such container away. */
export async function removeRelay(
  { api, port }: Pick<RelayWish, 'api' | 'port'>,
  signal: AbortSignal,
): Promise<void> {
  for (const id of await relaysOf(api, port, signal)) {
    await callApi(api, { method: 'DELETE', path: `/containers/${id}?force=1`, signal })
  }
}

async function relaysOf(api: ApiAddress, port: number, signal: AbortSignal): Promise<string[]> {
  const filters = JSON.stringify({ label: [`${LABEL}=${port}`] })
  const path = `/containers/json?${new URLSearchParams({ all: '1', filters })}`
  const found = await askApi<readonly { readonly Id: string }[]>(api, { path, signal })
  return found.map(({ Id }) => Id)
}

/**
 * Puts a relay into the engine, in the place of an earlier one; resolves when it listens.
 *
 * @throws ControlError CONFLICT when the port is taken there, UNAVAILABLE without an image, or ApiError
 */
export async function startRelay(wish: RelayWish, signal: AbortSignal): Promise<Relay> {
  const { api, port } = wish
  const image = await relayImage(api, signal)
  await removeRelay(wish, signal)
  const body = containerFor(image, port)
  const path = `/containers/create?name=berth-relay-${port}`
  const { Id: id } = await askApi<{ Id: string }>(api, { method: 'POST', path, body, signal })
  const life = new AbortController()
  try {
    const attach = `/containers/${id}/attach?stream=1&stdin=1&stdout=1&stderr=1`
    const stream = await openApiStream(api, { method: 'POST', path: attach, signal: life.signal })
    await askApi(api, { method: 'POST', path: `/containers/${id}/start`, signal })
    const { listens, ended } = watch(stream, id, wish, life)
    await Promise.race([listens, rejectOn(signal)])
    return { ended, stop: () => life.abort() }
  } catch (error) {
    life.abort()
    await removeRelay(wish, AbortSignal.timeout(10_000)).catch(() => undefined)
    throw error
  }
}

function rejectOn(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  return promise
}

function containerFor(image: string, port: number) {
  return {
    Image: image,
    Cmd: ['sh', '-c', MAIN, 'relay', String(port), SERVE],
    // It ends when this process does, however that ends.
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Labels: { [LABEL]: String(port) },
    HostConfig: {
      NetworkMode: 'host',
      LogConfig: { Type: 'none' },
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Tmpfs: { '/r': 'rw,size=1m,mode=0700' },
    },
  }
}

/** Serves every connection that it tells of. */
function watch(stream: Socket, id: string, wish: RelayWish, life: AbortController) {
  const { promise: listens, resolve, reject } = Promise.withResolvers<void>()
  // Who started it may have gone already.
  listens.catch(() => undefined)
  const ended = follow(stream, {
    onConnection(name) {
      const carried = carryConnection(wish.api, id, name, wish.own, life.signal)
      carried.catch((error: unknown) => {
        if (!life.signal.aborted) wish.onTrouble(String(error))
      })
    },
    onWords(words) {
      if (LISTENING.test(words)) resolve()
      if (PORT_TAKEN.test(words)) reject(taken(wish.port))
    },
  }).finally(() => {
    life.abort()
    stream.destroy()
    reject(new ControlError('UNAVAILABLE', 'the relay ended at once: the engine’s log says why'))
  })
  life.signal.addEventListener('abort', () => stream.destroy(), { once: true })
  return { listens, ended }
}

interface Heard {
  onConnection(name: string): void
  onWords(words: string): void
}

/** Characters of a line; what is longer is none of ours. */
const LONGEST = 1_000

/** One server says on its output what another says on its error output. */
async function follow(stream: Socket, { onConnection, onWords }: Heard): Promise<void> {
  const begun = { stdout: '', stderr: '' }
  try {
    for await (const { stream: from, bytes } of framesOf(stream)) {
      const lines = `${begun[from]}${bytes.toString()}`.split('\n')
      begun[from] = lines.pop()?.slice(-LONGEST) ?? ''
      for (const line of lines) {
        const name = CONNECTION.exec(line)?.[1]
        if (name === undefined) onWords(line)
        else onConnection(name)
      }
    }
  } catch {
    // The engine went away, or we let go of it: either way it is over.
  }
}

function taken(port: number): ControlError {
  return new ControlError(
    'CONFLICT',
    `Port ${port} of the engine’s own localhost is taken, by another registry perhaps: stop what listens there, or give Berth another port in Settings.`,
  )
}
