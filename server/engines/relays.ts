import { setTimeout as delay } from 'node:timers/promises'
import type { FoundEngine } from './find-engines.ts'
import type { OwnPort } from './relay-connection.ts'
import { hasRelay, removeRelay, startRelay, type Relay } from './relay.ts'

/** The relays that this process keeps up. */
export interface Relays {
  has(engine: FoundEngine): boolean
  /** @throws see `startRelay` */
  start(engine: FoundEngine, signal: AbortSignal): Promise<void>
  remove(engine: FoundEngine, signal: AbortSignal): Promise<void>
  /** Takes up those that an earlier process has left in these engines. Never rejects. */
  resume(engines: readonly FoundEngine[]): Promise<void>
  /** Ends all, and leaves their containers for the next process. */
  close(): void
}

export interface RelaysParts {
  /** Of the engines' localhost. */
  readonly port: number
  readonly own: OwnPort
  readonly onTrouble: (message: string, cause: string) => void
}

/** Between tries to bring a relay back whose engine went away, in milliseconds: then it doubles. */
const FIRST_PAUSE = 2_000
const TRIES = 8
/** For one start without anybody who waits for it. */
const PATIENCE = 30_000

/** @returns relays for a registry on this machine */
export function keepRelays({ port, own, onTrouble }: RelaysParts): Relays {
  const running = new Map<string, Relay>()
  const life = new AbortController()

  const onLost = (cause: string): void => onTrouble('a relay lost a connection', cause)

  async function start({ id, api }: FoundEngine, signal: AbortSignal): Promise<void> {
    if (!api) throw new TypeError('an engine without an API has no relay')
    running.get(id)?.stop()
    const relay = await startRelay({ api, port, own, onTrouble: onLost }, signal)
    if (life.signal.aborted) return relay.stop()
    running.set(id, relay)
  }

  function isRunning(id: string, relay: Relay): boolean {
    return running.get(id) === relay
  }

  /** Until somebody takes it away or it cannot be brought back. */
  async function keep(engine: FoundEngine): Promise<void> {
    for (let relay = running.get(engine.id); relay; relay = running.get(engine.id)) {
      await relay.ended
      if (life.signal.aborted || !isRunning(engine.id, relay)) return
      running.delete(engine.id)
      await bringBack(engine)
    }
  }

  async function bringBack(engine: FoundEngine): Promise<void> {
    for (let tries = 0, pause = FIRST_PAUSE; tries < TRIES; tries++, pause *= 2) {
      await delay(pause, undefined, { signal: life.signal, ref: false })
      if (running.has(engine.id)) return
      try {
        return await start(engine, AbortSignal.any([life.signal, AbortSignal.timeout(PATIENCE)]))
      } catch (error) {
        onTrouble(`the relay in ${engine.name} could not be started`, String(error))
      }
    }
  }

  const keepQuietly = (engine: FoundEngine) => void keep(engine).catch(() => undefined)

  return {
    has: ({ id }) => running.has(id),
    async start(engine, signal) {
      await start(engine, signal)
      keepQuietly(engine)
    },
    async remove({ id, api }, signal) {
      const relay = running.get(id)
      running.delete(id)
      relay?.stop()
      if (api) await removeRelay({ api, port }, signal)
    },
    async resume(engines) {
      for (const engine of engines) {
        const { api } = engine
        const signal = AbortSignal.any([life.signal, AbortSignal.timeout(PATIENCE)])
        if (!api || !(await hasRelay({ api, port }, signal).catch(() => false))) continue
        const started = start(engine, signal).then(() => keepQuietly(engine))
        await started.catch((error: unknown) => {
          if (life.signal.aborted) return
          onTrouble(`the relay in ${engine.name} could not be started`, String(error))
        })
      }
    },
    close() {
      life.abort()
      for (const relay of running.values()) relay.stop()
      running.clear()
    },
  }
}
