import type { HostRemotes } from '../control/remotes.ts'
import { openDockerAccount } from './docker-logins.ts'
import { remotesConsole } from './remotes-console.ts'
import { openRemotes, type RemotesParts } from './remotes.ts'

export interface KeptRemotesParts extends RemotesParts {
  /** Where Docker's own configuration is looked up. */
  readonly env: NodeJS.ProcessEnv
  /** What we call ourselves. */
  readonly agent: string
}

/** Other registries of the person who runs this, for the console. */
export function keepRemotes(parts: KeptRemotesParts): HostRemotes {
  const docker = openDockerAccount(parts.env)
  return remotesConsole({ remotes: openRemotes(parts), docker, agent: parts.agent })
}
