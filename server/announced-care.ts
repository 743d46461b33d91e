import { randomUUID } from 'node:crypto'
import type { Asker, CareWatcher } from './collect/care-watcher.ts'
import type { Config } from './config/config.ts'
import type { Happening, Witness } from './traffic/witness.ts'
import { pushHost } from './whereabouts.ts'

const AGENTS: Readonly<Record<Asker['via'], string>> = {
  client: 'berth',
  console: 'berth-console',
  server: 'berth',
  command: 'berth',
}

/**
 * Announces images that go since nothing leads to them, as if a client had deleted each.
 *
 * @param urls where the registry listens
 */
export function announcedCare(
  config: Config,
  urls: () => readonly string[],
  announce: NonNullable<Witness['announce']>,
): CareWatcher {
  return {
    deleted(repository, digests, by) {
      const host = pushHost(config, urls())
      for (const digest of digests) {
        announce({ action: 'delete', repository, digest, ...requestOf(by, host) })
      }
    },
  }
}

function requestOf(
  { via, user, remote = '', agent = AGENTS[via] }: Asker,
  host: string,
): Pick<Happening, 'user' | 'request'> {
  const request = { id: randomUUID(), remote, host, method: 'DELETE', agent }
  return { ...(user !== undefined && { user }), request }
}
