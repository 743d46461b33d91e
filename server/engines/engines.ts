import { ControlError } from '../control/control-error.ts'
import type { Engine, EngineCheck, RemedyKind } from '../control/engines-contract.ts'
import type { Engines } from '../control/engines.ts'
import { checkEngine } from './check-engine.ts'
import { describeEngine } from './describe-engine.ts'
import { ApiError } from './engine-http.ts'
import { findEngines, type FoundEngine } from './find-engines.ts'
import { isLoggedIn, logIn, type CheckLogin } from './login.ts'
import { doByFile } from './mend-files.ts'
import type { RegistryToReach } from './registry-to-reach.ts'
import type { OwnPort } from './relay-connection.ts'
import { keepRelays } from './relays.ts'
import type { Surroundings } from './surroundings.ts'

export interface EnginesParts {
  readonly registry: RegistryToReach
  /** Where it listens; absent where no relay could lead to it. */
  readonly own?: OwnPort
  readonly around: Surroundings
  /** Absent where nobody has to log in. */
  readonly checkLogin?: CheckLogin
  readonly log: { warn(message: string, fields?: Readonly<Record<string, unknown>>): void }
}

/** The engines of this machine, and what was done to them. */
export interface OpenEngines extends Engines {
  close(): void
}

/** Milliseconds for what a person waits for. */
const PATIENCE = 30_000

/** Takes up relays that an earlier process has left. */
export function openEngines(parts: EnginesParts): OpenEngines {
  const { registry, around, own, checkLogin, log } = parts
  const port = Number(/:(\d+)$/.exec(registry.host)?.[1] ?? 0)
  const relays =
    own &&
    keepRelays({
      port,
      own,
      onTrouble: (message, cause) => log.warn(message, { cause }),
    })
  if (relays) void findEngines(around).then(relays.resume, () => undefined)

  async function find(id: string): Promise<FoundEngine> {
    const found = (await findEngines(around)).find((engine) => engine.id === id)
    if (found) return found
    throw new ControlError('NOT_FOUND', 'this engine is no longer there: look for engines again')
  }

  async function show(engine: FoundEngine): Promise<Engine> {
    const { id, endpoint } = engine
    const facts = await describeEngine(engine, around)
    const login = checkLogin && { isLoggedIn: await isLoggedIn(engine, registry.host, around) }
    return { id, endpoint, ...facts, hasRelay: relays?.has(engine) ?? false, ...login }
  }

  const check = (engine: FoundEngine, signal?: AbortSignal): Promise<EngineCheck> =>
    checkEngine(engine, registry, around, signal)

  async function apply(engine: FoundEngine, remedy: RemedyKind, signal: AbortSignal) {
    if (remedy !== 'relay') {
      const facts = await describeEngine(engine, around)
      return await doByFile(engine, facts, remedy, registry, around)
    }
    if (!relays || !engine.api) {
      throw new ControlError('FORBIDDEN', 'Berth cannot start a relay in this engine')
    }
    await relays.start(engine, signal)
  }

  return {
    list: async () => await Promise.all((await findEngines(around)).map(show)),
    check: async ({ engine }, signal) => await check(await find(engine), signal),
    async mend({ engine: id, remedy }, signal) {
      const engine = await find(id)
      await explained(apply(engine, remedy, limited(signal)))
      return await check(engine, signal)
    },
    async unmend({ engine: id }, signal) {
      const engine = await find(id)
      await explained(relays?.remove(engine, limited(signal)))
      return await check(engine, signal)
    },
    async login({ engine: id, user, password }, signal) {
      const engine = await find(id)
      if (!checkLogin) throw new ControlError('CONFLICT', 'this registry asks nobody for a login')
      await checkLogin(user, password)
      await logIn(engine, { host: registry.host, user, password }, around, limited(signal))
      return await show(engine)
    },
    close: () => relays?.close(),
  }
}

function limited(signal: AbortSignal | undefined): AbortSignal {
  const late = AbortSignal.timeout(PATIENCE)
  return signal ? AbortSignal.any([signal, late]) : late
}

/** The engine's refusal in its own words, and that it took too long, are for the person who asked. */
async function explained<T>(work: Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ControlError) throw error
    const { name, code } = error as NodeJS.ErrnoException
    const isLate = name === 'TimeoutError' || name === 'AbortError'
    if (isLate)
      throw new ControlError('UNAVAILABLE', 'the engine took too long', undefined, { cause: error })
    if (error instanceof ApiError || code) {
      const message = `the engine did not do it: ${(error as Error).message}`
      throw new ControlError('UNAVAILABLE', message, undefined, { cause: error })
    }
    throw error
  }
}
