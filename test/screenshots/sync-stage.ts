import { setTimeout as delay } from 'node:timers/promises'
import type { StagedRegistry } from './staged-registry.ts'

const POLL_INTERVAL = 50
/** In milliseconds. */
const PATIENCE = 60_000

/** A rule that keeps another registry level, of which a part is level already. */
export async function stageSync(here: StagedRegistry, there: StagedRegistry): Promise<void> {
  const console = await here.console('alice')
  await console.call('remotes.save', { name: 'azure', url: there.url, kind: 'none' })
  const { id } = await console.call('sync.saveTarget', {
    remote: 'azure',
    rule: {
      direction: 'push',
      repositories: ['team/*'],
      referrers: true,
      deletes: false,
      afterPush: true,
    },
  })
  const { id: run } = await console.call('sync.start', { target: id, only: ['team/api'] })
  const deadline = performance.now() + PATIENCE
  while ((await console.call('sync.getRun', { run })).endedAt === undefined) {
    if (performance.now() > deadline) throw new Error('the sync does not end')
    await delay(POLL_INTERVAL)
  }
}
