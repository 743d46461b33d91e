import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { createAccess, type Access } from './auth/access.ts'
import { createAuthenticator, type Authenticator } from './auth/authenticator.ts'
import { createTokens, type Tokens } from './auth/tokens.ts'
import type { Config } from './config/config.ts'
import type { RunningSettings } from './control/host.ts'
import type { Log } from './log.ts'
import { openLastUsed, type LastUsed } from './people/last-used.ts'
import { OWN_FOLDER } from './storage/disk.ts'

/** Who gets into a registry, and what they may do there. */
export interface Doors {
  /** Absent: everybody gets in. */
  readonly authenticator?: Authenticator
  readonly tokens?: Tokens
  /** As the rules are now; undefined: who gets in may do all. */
  readonly access: () => Access | undefined
  readonly lastUsed: LastUsed
  close(): Promise<void>
}

/** @throws UserFileError */
export async function openDoors(
  config: Config,
  log: Log,
  settings: RunningSettings | undefined,
): Promise<Doors> {
  const { htpasswd } = config.auth
  const authenticator = htpasswd && (await createAuthenticator({ ...htpasswd, log }))
  const file = htpasswd && lastUsedFile(config, settings)
  const lastUsed = await openLastUsed({ file, log })
  let access = createAccess(config.access)
  settings?.onChange((next) => {
    // Rules about users make sense only where people can log in, which they cannot before the next start.
    if (!next.auth.htpasswd === !htpasswd) access = createAccess(next.access)
  })
  return {
    ...(authenticator && { authenticator, tokens: tokensFor(config, authenticator) }),
    access: () => access,
    lastUsed,
    async close() {
      await authenticator?.close()
      await lastUsed.close()
    },
  }
}

/**
 * Several processes that serve one container take each other's tokens. One that has its folder to itself
 * signs with what nobody else can know, not even who has read the users' file.
 */
function tokensFor({ http, storage }: Config, authenticator: Authenticator): Tokens {
  const isShared = storage.driver.kind === 'azure'
  const secret = http.secret ?? (isShared ? undefined : randomBytes(32).toString('hex'))
  return createTokens({ secret, stampOf: (user) => authenticator.stampOf(user) })
}

/** Beside the images where they lie in a folder, else beside what was set. */
function lastUsedFile(
  { storage: { driver } }: Config,
  settings: RunningSettings | undefined,
): string | undefined {
  if (driver.kind === 'filesystem') {
    return join(driver.rootDirectory, OWN_FOLDER, 'last-used.json')
  }
  return settings && join(dirname(settings.people.newUserFile), 'last-used.json')
}
