import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openByLink, refusal, type Browser } from '../control/browser.ts'
import { carrying, type Carrying } from '../control/carrying.ts'
import { startTestServer, type TestServer } from '../http/server.ts'
import { archivedImage, dockerSave } from '../support/archive-content.ts'
import { recordSkip } from '../support/skips.ts'
import { snapshot } from '../support/snapshot.ts'
import { tarOf } from '../support/tar-of.ts'
import { mountSmallDisk, type SmallDisk } from './small-disk.ts'

const mebibyte = 2 ** 20
const probe = await mountSmallDisk(1)
await probe?.[Symbol.asyncDispose]()
if (!probe)
  recordSkip({ suite: 'import, disk full', tool: 'mount', remedy: 'run the tests as root' })

const archive = tarOf(dockerSave([[archivedImage([randomBytes(10 * mebibyte)]), 'a:1']]))

describe.skipIf(!probe)('a full disk', () => {
  let disk: SmallDisk
  let server: TestServer
  let browser: Browser
  let files: Carrying

  beforeAll(async () => {
    const mounted = await mountSmallDisk(160)
    if (!mounted) throw new Error('the small disk could not be mounted again')
    disk = mounted
    server = await startTestServer({ folder: join(disk.path, 'root') })
    browser = await openByLink(server)
    files = carrying(server, browser)
  })

  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await disk[Symbol.asyncDispose]()
  })

  test('takes no file that would leave too little of it', async () => {
    disk.leave(70 * mebibyte)
    const answer = await files.post(archive)
    expect(refusal(answer)).toEqual([503, 'UNAVAILABLE'])
    expect(answer.body.toString()).toContain('there is no room for the file in')
    disk.relieve()
  })

  test('does not store half an image, and can be asked again when there is room', async () => {
    const { id } = await files.read(archive)
    disk.leave(mebibyte)
    const images = [{ index: 0, names: ['a:1'] }]
    await browser.call('imports.store', { id, images })
    expect(await files.settled(id)).toMatchObject({
      state: 'failed',
      message: 'no space left where the registry stores its images',
      images: [{ names: ['a:1'] }],
      stored: [],
    })
    expect((await snapshot(server.url)).repositories).toEqual([])
    disk.relieve()
    await browser.call('imports.store', { id, images })
    expect(await files.settled(id)).toMatchObject({ state: 'done', stored: [{ name: 'a:1' }] })
    expect((await server.send('/v2/a/manifests/1')).status).toBe(200)
  })
})
