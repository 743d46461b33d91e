import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openNotifications } from '../../server/notifications/notifications.ts'
import { parseRepositoryName } from '../../server/oci/name.ts'
import type { Happening } from '../../server/traffic/witness.ts'
import { load } from '../config/loading.ts'
import { temporaryFolder } from '../support/folder.ts'
import { quietLog } from '../support/quiet-log.ts'
import { startReceiver, type Receiver } from './receiver.ts'

function open({ url }: Receiver, folder?: string) {
  const yaml = `notifications: {endpoints: [{name: a, url: '${url}'}]}`
  const { notifications, http } = load({ yaml }).config
  const config = { notifications, http, ...(folder !== undefined && { ownFolder: folder }) }
  return openNotifications({ config, urls: () => ['http://127.0.0.1:5000'], log: quietLog() })
}

const happened = (action: Happening['action'], id: string): Happening => ({
  action,
  repository: parseRepositoryName(id),
  request: { id, remote: '', host: '', method: '', agent: '' },
})

const named = ({ events }: Receiver) => events.map(({ target }) => target.repository)

test('pulls of many turns go in a few requests, in their order', async () => {
  await using receiver = await startReceiver()
  const notifications = open(receiver)
  const names = Array.from({ length: 40 }, (_, at) => `app-${at}`)
  for (const name of names) {
    notifications.announce(happened('pull', name))
    await nextTurn()
  }
  await receiver.until(() => receiver.events.length === names.length)
  expect(named(receiver)).toEqual(names)
  // One, unless the machine stood still meanwhile.
  expect(receiver.requests.length).toBeLessThan(10)
  await notifications.close()
})

test('a change waits for nothing, and takes along the pulls before it', async () => {
  await using receiver = await startReceiver()
  const notifications = open(receiver)
  notifications.announce(happened('pull', 'one'))
  notifications.announce(happened('push', 'two'))
  expect(notifications.list()[0]?.waiting).toBe(2)
  await receiver.until(() => receiver.events.length === 2)
  expect(named(receiver)).toEqual(['one', 'two'])
  await notifications.close()
})

test('pulls of the last moment are kept when the registry stops', async () => {
  await using receiver = await startReceiver()
  await using folder = await temporaryFolder('gathering')
  const first = open(receiver, folder.path)
  first.announce(happened('pull', 'late'))
  await first.close()
  const second = open(receiver, folder.path)
  await receiver.until(() => receiver.events.length === 1)
  expect(named(receiver)).toEqual(['late'])
  await second.close()
})
