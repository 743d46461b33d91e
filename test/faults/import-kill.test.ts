import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newBrowser } from '../control/browser.ts'
import { carrying } from '../control/carrying.ts'
import { archivedImage, dockerSave } from '../support/archive-content.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { send } from '../support/http-client.ts'
import { printedLink } from '../support/printed-link.ts'
import { startRegistry, type RunningRegistry } from '../support/registry-process.ts'
import { snapshot } from '../support/snapshot.ts'
import { tarOf } from '../support/tar-of.ts'

const cleanUp = cleanUpAfterAll()
const { path } = cleanUp.use(await temporaryFolder('import-kill'))
const folder = join(path, 'images')
const imports = join(folder, '.berth', 'imports')

const start = async (): Promise<RunningRegistry> =>
  cleanUp.use(await startRegistry({ program: 'berth', folder }))

/** Logged in by the link that it printed. */
async function enter({ url, output }: RunningRegistry) {
  const reached = {
    url,
    send: (to: string, options: object = {}) => send(new URL(to, url), options),
  }
  const browser = newBrowser(reached)
  await browser.get(`/${new URL(printedLink(output())).search}`)
  return { browser, files: carrying(reached, browser) }
}

test('of an import that is killed nothing can be seen, and it can be done again', async () => {
  const layers = Array.from({ length: 12 }, () => randomBytes(4_000_000))
  const archive = tarOf(dockerSave([[archivedImage(layers), 'big:1']]))
  const first = await start()
  const { browser, files } = await enter(first)
  const { id } = await files.read(archive)
  await browser.call('imports.store', { id, images: [{ index: 0, names: ['big:1', 'two:1'] }] })
  for (let done = 0; done === 0;) done = (await browser.call('imports.get', { id })).doneBytes
  await first.kill()

  const second = await start()
  expect(await readdir(imports).catch(() => [])).toEqual([])
  expect((await snapshot(second.url)).repositories).toEqual([])
  const again = await enter(second)
  expect(await again.files.take(archive)).toMatchObject({ state: 'done' })
  const { manifests } = await snapshot(second.url)
  const blobs = Object.entries(manifests['big:1']?.blobs ?? {})
  expect(blobs).toHaveLength(13)
  for (const [digest, found] of blobs) expect(found).toBe(digest)
})
