import { join } from 'node:path'
import { eventOf } from '../../server/notifications/event.ts'
import { openQueue } from '../../server/notifications/queue.ts'
import { parseRepositoryName, type Tag } from '../../server/oci/name.ts'
import { quietLog } from '../support/quiet-log.ts'

/**
 * What lies beside images whose registry has set aside pushes of these tags of `team/app`.
 * @param folder of the images
 */
export function leaveAside(folder: string, endpoint: string, tags: readonly string[]): void {
  const queue = openQueue(join(folder, '.berth'), quietLog())
  for (const tag of tags) {
    const event = eventOf(
      {
        action: 'push',
        repository: parseRepositoryName('team/app'),
        tag: tag as Tag,
        request: { id: tag, remote: '', host: '', method: 'PUT', agent: '' },
      },
      { source: { addr: '', instanceID: '' }, includeReferences: false },
    )
    queue.add({ endpoints: [endpoint], body: JSON.stringify(event) })
    const [first] = queue.first(endpoint, 1)
    if (!first) throw new Error('it is not in the queue')
    queue.setAside(endpoint, { ...first, at: Date.now(), answer: 'it answered 400 Bad Request' })
  }
  queue.close()
}
