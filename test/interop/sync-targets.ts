import { join } from 'node:path'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd, type Credentials } from '../support/htpasswd.ts'
import { startRegistry, type RunningRegistry } from '../support/registry-process.ts'
import type { RegistryOptions } from '../support/registry-process.ts'
import { startTokenService } from '../support/token-service.ts'
import { newContainer, PROGRAM } from './door.ts'

/** A registry that is to be brought level. */
export interface StartedTarget {
  readonly registry: RunningRegistry
  readonly login?: Credentials
  /** It does not tell which repositories it has. */
  readonly isDiscreet?: boolean
}

type Start = (cleanUp: AsyncDisposableStack) => Promise<StartedTarget>

async function started(
  cleanUp: AsyncDisposableStack,
  options: RegistryOptions,
  login?: Credentials,
): Promise<StartedTarget> {
  const registry = cleanUp.use(await startRegistry(options))
  return { registry, ...(login && { login }) }
}

async function newFolder(cleanUp: AsyncDisposableStack): Promise<string> {
  return cleanUp.use(await temporaryFolder('sync-target')).path
}

/** Every kind of registry that people have. */
export const TARGETS: readonly (readonly [name: string, start: Start])[] = [
  [
    'Berth on disk',
    async (cleanUp) =>
      await started(cleanUp, { program: PROGRAM, folder: await newFolder(cleanUp) }),
  ],
  [
    'Berth on Azure',
    async (cleanUp) => await started(cleanUp, { program: PROGRAM, ...(await newContainer()) }),
  ],
  [
    'docker-registry',
    async (cleanUp) =>
      await started(cleanUp, { program: 'docker-registry', folder: await newFolder(cleanUp) }),
  ],
  [
    'docker-registry with a password',
    async (cleanUp) => {
      const folder = await newFolder(cleanUp)
      const htpasswd = join(folder, '..', `${folder.split('/').at(-1)}.htpasswd`)
      await writeHtpasswd(htpasswd, [ALICE])
      return await started(cleanUp, { program: 'docker-registry', folder, htpasswd }, ALICE)
    },
  ],
  [
    'docker-registry with tokens',
    async (cleanUp) => {
      const users = { [`${ALICE.username}:${ALICE.password}`]: ['pull', 'push', 'delete'] as const }
      const service = cleanUp.use(await startTokenService({ users }))
      const extraConfig = { auth: service.auth }
      const folder = await newFolder(cleanUp)
      const options = { program: 'docker-registry', folder, extraConfig } as const
      return { ...(await started(cleanUp, options, ALICE)), isDiscreet: true }
    },
  ],
]
