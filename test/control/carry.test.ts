import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { archivedImage, dockerSave } from '../support/archive-content.ts'
import { tarOf } from '../support/tar-of.ts'
import { pushImage } from '../http/content.ts'
import { startTestServer } from '../http/server.ts'
import { openByLink, refusal } from './browser.ts'
import { carrying } from './carrying.ts'

const cleanUp = cleanUpAfterAll()
const server = cleanUp.use(await startTestServer())
const browser = await openByLink(server)
const files = carrying(server, browser)
const page = { offset: 0, limit: 10 } as const

test('an image comes in as a file, and is in the lists and the history', async () => {
  const image = archivedImage()
  const read = await files.read(tarOf(dockerSave([[image, 'docker.io/library/old:1']])))
  expect(read).toMatchObject({
    fileName: 'images.tar',
    state: 'ready',
    images: [{ index: 0, names: ['old:1'], kind: 'image', platforms: ['linux/amd64'] }],
    stored: [],
  })
  await browser.call('imports.store', {
    id: read.id,
    images: [{ index: 0, names: ['old:1', 'old:2', 'other/old:1'] }],
  })
  const done = await files.settled(read.id)
  expect(done).toMatchObject({ state: 'done', doneBytes: done.totalBytes })
  expect(done.stored.map(({ name }) => name)).toEqual(['old:1', 'old:2', 'other/old:1'])

  const tags = await browser.call('tags.list', { repository: 'old', sort: 'name', ...page })
  expect(tags.items).toMatchObject([{ tag: '1', digest: done.stored[0]?.digest }, { tag: '2' }])
  const manifest = await server.send('/v2/other/old/manifests/1')
  expect(JSON.parse(manifest.body.toString())).toMatchObject({ config: { digest: image.id } })
  const history = await browser.call('activity.list', { limit: 3 })
  expect(history).toMatchObject([
    { action: 'push', repository: 'other/old', tag: '1', agent: 'console' },
    { action: 'push', repository: 'old', tag: '2', agent: 'console' },
    { action: 'push', repository: 'old', tag: '1', agent: 'console' },
  ])
})

test('an image gets a name in another repository', async () => {
  const { digest } = await pushImage(server, 'from/app', 'v1')
  const copy = {
    from: { repository: 'from/app', reference: 'v1' },
    repository: 'to/app',
    tag: 'v2',
  }
  expect(await browser.call('tags.copy', copy)).toMatchObject({ tag: 'v2', digest })
  expect(await server.send('/v2/to/app/manifests/v2')).toMatchObject({
    status: 200,
    headers: { 'docker-content-digest': digest },
  })
  const tags = await browser.call('tags.list', { repository: 'to/app', sort: 'name', ...page })
  expect(tags.items).toMatchObject([{ tag: 'v2', digest }])
  const [latest] = await browser.call('activity.list', { limit: 1 })
  expect(latest).toMatchObject({ action: 'retag', repository: 'to/app', tag: 'v2', digest })

  await pushImage(server, 'from/app', 'v1')
  expect(refusal(await browser.post('/api/rpc/tags.copy', copy))).toEqual([409, 'CONFLICT'])
  const replaced = await browser.call('tags.copy', { ...copy, replace: true })
  expect(replaced.digest).not.toBe(digest)
})

test('what went out as a file comes in again as it was', async () => {
  const { digest } = await pushImage(server, 'round/trip', 'v1')
  const query = { repository: 'round/trip', reference: 'v1', format: 'oci' }
  const { status, headers, body } = await files.download(query)
  expect(status).toBe(200)
  expect(headers['content-disposition']).toBe('attachment; filename="round-trip-v1.tar"')
  expect(Number(headers['content-length'])).toBe(body.length)
  const done = await files.take(body, [['back:v1']])
  expect(done.stored).toEqual([{ name: 'back:v1', digest }])
})
