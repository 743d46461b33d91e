import { expect, test } from 'vitest'
import type { NotificationEvent } from '../../server/notifications/event.ts'
import { startReceiver, type Receiver } from '../notifications/receiver.ts'
import { temporaryFolder } from '../support/folder.ts'
import { asking, MANIFEST_TYPE, newImage, pushBlob, putManifest } from '../support/http-image.ts'
import type { Ask, HttpImage } from '../support/http-image.ts'
import { startRegistry, type Program } from '../support/registry-process.ts'
import { digestOf } from '../support/snapshot.ts'
import { describeWith } from '../support/tools.ts'

const MANIFEST = { Accept: MANIFEST_TYPE, 'Content-Type': MANIFEST_TYPE, 'User-Agent': 'test/1' }

/** Everything that a client can do, one after another, each with the number of events it makes. */
function deeds({ blobs, manifest }: HttpImage): readonly ((ask: Ask) => Promise<unknown>)[] {
  const [layer] = blobs.slice(1)
  const blob = `/v2/a/b/blobs/${digestOf(layer ?? Buffer.alloc(0))}`
  const byDigest = `/v2/a/b/manifests/${digestOf(manifest)}`
  const mount = `/v2/c/d/blobs/uploads/?mount=${digestOf(layer ?? Buffer.alloc(0))}&from=a/b`
  return [
    ...blobs.map((bytes) => (ask: Ask) => pushBlob(ask, 'a/b', bytes)),
    (ask) => putManifest(ask, 'a/b', 'v1', manifest),
    (ask) => ask('PUT', byDigest, { headers: MANIFEST, body: manifest }),
    (ask) => ask('HEAD', '/v2/a/b/manifests/v1', { headers: MANIFEST }),
    (ask) => ask('GET', '/v2/a/b/manifests/v1', { headers: MANIFEST }),
    (ask) => ask('GET', byDigest, { headers: MANIFEST }),
    (ask) => ask('HEAD', blob),
    (ask) => ask('GET', blob),
    (ask) => ask('POST', mount),
    (ask) => ask('DELETE', blob),
    (ask) => ask('DELETE', byDigest, { headers: MANIFEST }),
  ]
}

async function eventsFrom(program: Program, image: HttpImage): Promise<Receiver> {
  await using folder = await temporaryFolder('notifications')
  const receiver = await startReceiver()
  const endpoint = { name: 'a', url: receiver.url, timeout: '5s', threshold: 3, backoff: '1s' }
  const extraConfig = {
    notifications: { events: { includereferences: true }, endpoints: [endpoint] },
  }
  await using registry = await startRegistry({ program, folder: folder.path, extraConfig })
  const ask = asking(registry.url)
  for (const [at, deed] of deeds(image).entries()) {
    await deed(ask)
    await receiver.until(() => receiver.events.length > at)
  }
  await receiver.until(() => receiver.events.length > deeds(image).length)
  return receiver
}

/** With what is never the same twice told by its form alone. */
function comparable({ id, timestamp, request, source, target, ...rest }: NotificationEvent) {
  return {
    ...rest,
    id: /^[0-9a-f-]{36}$/.test(id),
    timestamp: Number.isFinite(Date.parse(timestamp)),
    target: { ...target, url: target.url?.replace(/:\d+\//, ':0/') },
    request: {
      ...request,
      id: request.id.length > 0,
      addr: request.addr.replace(/:\d+$/, ':0'),
      host: request.host.replace(/:\d+$/, ':0'),
    },
    source: {
      addr: source.addr.replace(/:\d+$/, ':0'),
      instanceID: /^[0-9a-f-]{36}$/.test(source.instanceID),
    },
  }
}

const typeOf = ({ requests }: Receiver) => requests[0]?.headers['content-type']

describeWith(['docker-registry'], 'notifications', () => {
  test('are those of docker-registry, for all that a client can do', async () => {
    const image = newImage()
    await using theirs = await eventsFrom('docker-registry', image)
    await using ours = await eventsFrom('berth', image)
    expect(ours.events.map(comparable)).toEqual(theirs.events.map(comparable))
    expect(typeOf(ours)).toBe(typeOf(theirs))
  }, 60_000)
})
