import { randomUUID } from 'node:crypto'
import type { EventSource, NotificationEvent } from './event.ts'

/** The repository that test events tell of: nobody has it. */
const TEST_REPOSITORY = 'berth/test-event'

const DIGEST = `sha256:${'0'.repeat(64)}`

/** An event of a push that was none, to see whether an endpoint takes events. */
export function testEvent(source: EventSource): NotificationEvent {
  const size = 0
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const id = randomUUID()
  return {
    id,
    timestamp: new Date().toISOString(),
    action: 'push',
    target: {
      mediaType,
      size,
      digest: DIGEST,
      length: size,
      repository: TEST_REPOSITORY,
      tag: 'test',
    },
    request: { id, addr: '', host: source.addr, method: 'PUT', useragent: 'berth' },
    actor: {},
    source,
  }
}
