import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openByLink } from '../control/browser.ts'
import { startTestServer } from '../http/server.ts'
import { startAzurite } from '../support/azurite.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { archiveOf, file, PACKINGS } from './archives.ts'
import { untilRead } from './opened-contents.ts'
import { pushLayers } from './pushed-layers.ts'

const cleanUp = cleanUpAfterAll()
const azurite = cleanUp.use(await startAzurite())
const server = cleanUp.use(await startTestServer({ azure: await azurite.container() }))
const browser = await openByLink(server)

const BYTES = randomBytes(6_000_000)

test.each(['plain', 'gzip'] as const)('in a container: an image of %s layers', async (packing) => {
  const { repository, digest, layer } = await pushLayers(server, `azure/${packing}`, [
    PACKINGS[packing](archiveOf(file('etc/motd', 'hello'), file('gone'))),
    PACKINGS[packing](archiveOf('.wh.gone', file('large', BYTES), file('after', 'x'))),
  ])
  const image = { repository, digest }
  const root = { ...image, folder: '', sort: 'name', offset: 0, limit: 10 } as const
  const { items, reading } = await untilRead(() => browser.call('files.list', root))
  expect(reading.state).toBe('ready')
  expect(items).toMatchObject([
    { path: 'after', layer },
    { path: 'etc', sizeBytes: 5 },
    { path: 'large', sizeBytes: BYTES.length },
  ])
  expect(await browser.call('files.view', { ...image, layer, path: 'after' })).toMatchObject({
    text: 'x',
  })
  const query = new URLSearchParams({ ...image, layer, path: 'large' })
  const { status, body } = await browser.get(`/api/file?${query}`)
  expect(status).toBe(200)
  expect(body.equals(BYTES)).toBe(true)
})

test('storage that goes away is told', async () => {
  const { repository, digest } = await pushLayers(server, 'azure/away', [archiveOf(file('a'))])
  const root = { repository, digest, folder: '', sort: 'name', offset: 0, limit: 10 } as const
  await azurite.kill()
  const { status } = await browser.post('/api/rpc/files.list', root)
  expect(status).toBe(503)
})
