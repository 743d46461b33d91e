import { setImmediate as nextTurn } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { ARCHIVE_END, fileHeader } from '../../server/tar/tar-writer.ts'
import { newBrowser, type Browser } from '../control/browser.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { send } from '../support/http-client.ts'
import { asking, MANIFEST_TYPE, pushBlob, putManifest } from '../support/http-image.ts'
import { printedLink } from '../support/printed-link.ts'
import { startRegistry, type RunningRegistry } from '../support/registry-process.ts'
import { digestOf } from '../support/snapshot.ts'
import { archiveOf, file } from './archives.ts'
import { untilRead } from './opened-contents.ts'

const cleanUp = cleanUpAfterAll()

async function enter({ url, output }: RunningRegistry): Promise<Browser> {
  const browser = newBrowser({ url, send: (to, options) => send(new URL(to, url), options) })
  const link = `/${new URL(printedLink(output())).search}`
  while (browser.cookie === '') {
    await browser.get(link)
    await nextTurn()
  }
  return browser
}

const withoutEnd = (archive: Buffer): Buffer => archive.subarray(0, -ARCHIVE_END.length)

/** Many files, then one that is small as it is stored and takes a while to unpack. */
const ZEROS = Buffer.alloc(64 * 2 ** 20)
const TIMES = 15
const LAYER = Buffer.concat([
  gzipSync(
    withoutEnd(
      archiveOf(...Array.from({ length: 3_000 }, (_, n) => file(`dir-${n % 10}/${n}`, `${n}`))),
    ),
  ),
  gzipSync(fileHeader({ path: 'large', size: TIMES * ZEROS.length })),
  ...Array<Buffer>(TIMES).fill(gzipSync(ZEROS)),
  gzipSync(archiveOf(file('last', 'x'))),
])

const described = (mediaType: string, bytes: Buffer) => ({
  mediaType,
  digest: digestOf(bytes),
  size: bytes.length,
})

async function push(url: string): Promise<string> {
  const ask = asking(url)
  const config = Buffer.from('{"os":"linux","architecture":"amd64"}')
  for (const blob of [config, LAYER]) await pushBlob(ask, 'app', blob)
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      config: described('application/vnd.oci.image.config.v1+json', config),
      layers: [described('application/vnd.oci.image.layer.v1.tar+gzip', LAYER)],
    }),
  )
  await putManifest(ask, 'app', 'latest', manifest)
  return digestOf(manifest)
}

test('killed while it reads, it reads anew after the next start', async () => {
  const { path: folder } = cleanUp.use(await temporaryFolder('killed'))
  const first = await startRegistry({ program: 'berth', folder })
  const image = { repository: 'app', digest: await push(first.url) }
  const root = { ...image, folder: '', sort: 'name', offset: 0, limit: 100 } as const
  const before = await enter(first)
  let seen = await before.call('files.list', root)
  while (seen.total === 0) seen = await before.call('files.list', root)
  expect(seen.reading.state).toBe('reading')
  await first.kill()

  await using second = await startRegistry({ program: 'berth', folder })
  const after = await enter(second)
  const found = await untilRead(() => after.call('files.list', root))
  expect(found).toMatchObject({ total: 12, reading: { state: 'ready', entries: 3_012 } })
  expect(found.items[0]).toMatchObject({ path: 'dir-0', files: 300 })
  expect(second.output()).not.toMatch(/warn|error/i)
})
