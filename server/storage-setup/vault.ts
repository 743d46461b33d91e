import { ControlError } from '../control/control-error.ts'
import { SecretsError } from '../secrets/secrets-error.ts'
import type { SecretsKeeper } from '../secrets/secrets-keeper.ts'
import type { SecretsState } from '../secrets/secrets-state.ts'
import {
  isFor,
  readKept,
  renewCache,
  saveLogins,
  TURNS,
  type Container,
  type Kept,
  type KeptLogin,
} from './kept-logins.ts'

/** The logins that Berth keeps; what goes wrong is a ControlError. */
export interface Vault {
  state(): Promise<SecretsState>
  read(): Promise<Kept>
  /**
   * Keeps a login, and takes it back where `then` fails.
   *
   * @param isNeeded whether the login of another container has to stay, if there are too many
   */
  keep(
    login: Omit<KeptLogin, 'savedAt'>,
    isNeeded: (where: Container) => boolean,
    then?: () => Promise<void>,
  ): Promise<void>
  /** Keeps tokens that took the place of others. */
  renew(where: Container, cache: string): Promise<void>
  /** @throws ControlError NOT_FOUND */
  forget(where: Container): Promise<void>
}

/** So many logins are kept; whoever goes back to a place need not look for its key again. */
const MOST = 8

export function openVault(keeper: SecretsKeeper): Vault {
  const read = (): Promise<Kept> => telling(async () => await readKept(await keeper.open()))

  async function save(logins: readonly KeptLogin[]): Promise<void> {
    await telling(async () => await saveLogins(await keeper.open(), logins))
  }

  return {
    state: async () => (await keeper.open()).state,
    read,
    async keep(login, isNeeded, then = async () => {}) {
      refuseMemory((await keeper.open()).state)
      await TURNS.run(async () => {
        const before = loginsOf(await read())
        const others = before.filter((other) => !isFor(login)(other))
        await save([{ ...login, savedAt: Date.now() }, ...fewer(others, isNeeded)])
        try {
          await then()
        } catch (error) {
          await save(before)
          throw error
        }
      })
    },
    forget: (where) =>
      TURNS.run(async () => {
        const logins = loginsOf(await read())
        const others = logins.filter((other) => !isFor(where)(other))
        if (others.length === logins.length) throw notKept()
        await save(others)
      }),
    renew: async (where, cache) => await renewCache(await keeper.open(), where, cache),
  }
}

/** @throws ControlError NOT_FOUND, whoever asked for it */
export function notKept(): ControlError {
  return new ControlError('NOT_FOUND', 'Berth keeps no credential for this container')
}

const loginsOf = (kept: Kept): readonly KeptLogin[] => (kept.kind === 'logins' ? kept.logins : [])

/** The latest, and all that are needed. */
function fewer(
  logins: readonly KeptLogin[],
  isNeeded: (where: Container) => boolean,
): readonly KeptLogin[] {
  return logins.filter((login, at) => at < MOST - 1 || isNeeded(login))
}

function refuseMemory({ kind, notices }: SecretsState): void {
  if (kind !== 'memory') return
  const why = notices.map(({ reason, remedy }) => ` ${reason} ${remedy}`).join('')
  throw new ControlError('CONFLICT', `nothing here could keep the credential.${why}`)
}

async function telling<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SecretsError)) throw error
    const code = error.code === 'READ_ONLY' ? 'CONFLICT' : 'UNAVAILABLE'
    throw new ControlError(code, error.message, undefined, { cause: error })
  }
}
