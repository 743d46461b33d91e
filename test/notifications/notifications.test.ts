import { expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../http/server.ts'
import { asking, newImage, pushImage } from '../support/http-image.ts'
import { startReceiver, type Receiver } from './receiver.ts'

const telling = (receiver: Receiver, more: object = {}) =>
  startTestServer({
    config: { notifications: { endpoints: [{ name: 'a', url: receiver.url, ...more }] } },
  })

const push = (server: TestServer, repository: string) =>
  pushImage(asking(server.url), repository, 'v1', newImage())

const tagged = ({ events }: Receiver) => events.filter(({ target }) => target.tag !== undefined)

test('tells who did it, when people log in', async () => {
  await using receiver = await startReceiver()
  await using server = await telling(receiver)
  await push(server, 'team/app')
  await receiver.until(() => tagged(receiver).length > 0)
  const [event] = tagged(receiver)
  expect(event?.target).toMatchObject({ repository: 'team/app', tag: 'v1' })
  expect(event?.target.references).toBeUndefined()
  expect(event?.source.addr).toMatch(new RegExp(`:${server.port}$`))
})

test('leaves out what is to be ignored', async () => {
  await using receiver = await startReceiver()
  const ignore = { mediatypes: ['application/octet-stream'], actions: ['pull'] }
  await using server = await telling(receiver, { ignore })
  await push(server, 'team/app')
  await server.send('/v2/team/app/manifests/v1')
  await server.send('/v2/team/app/manifests/v1', { method: 'DELETE' })
  await receiver.until(() => receiver.events.length > 1)
  expect(receiver.events.map(({ action }) => action)).toEqual(['push', 'delete'])
})

test('speaks CloudEvents where that is asked for', async () => {
  await using receiver = await startReceiver()
  await using server = await telling(receiver, { format: 'cloudevents' })
  await push(server, 'team/app')
  await receiver.until(() => tagged(receiver).length > 0)
  const { headers, body } = receiver.requests.at(-1) ?? { headers: {}, body: '{}' }
  expect(headers['content-type']).toBe('application/cloudevents+json')
  expect(JSON.parse(body)).toMatchObject({
    specversion: '1.0',
    id: receiver.events.at(-1)?.id,
    source: `//${receiver.events.at(-1)?.source.addr}`,
    type: 'berth.push',
    subject: 'team/app:v1',
    time: receiver.events.at(-1)?.timestamp,
    datacontenttype: 'application/json',
    data: { target: { repository: 'team/app', tag: 'v1' } },
  })
})

test('a disabled endpoint hears nothing', async () => {
  await using silent = await startReceiver()
  await using loud = await startReceiver()
  const endpoints = [
    { name: 'a', url: silent.url, disabled: true },
    { name: 'b', url: loud.url },
  ]
  await using server = await startTestServer({ config: { notifications: { endpoints } } })
  await push(server, 'app')
  await loud.until(() => tagged(loud).length > 0)
  expect(silent.requests).toEqual([])
})
