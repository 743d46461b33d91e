import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ARCHIVE_END, fileHeader } from '../../server/tar/tar-writer.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { startApp, type RunningApp } from './running-app.ts'

const cleanUp = cleanUpAfterAll()

test('images come in and go out through the app’s own scheme', async () => {
  const { desktop } = await startApp(cleanUp)
  const nothing = await desktop.request(
    'app://berth/api/export?repository=a&reference=b&format=oci',
  )
  expect(nothing.status).toBe(404)
  expect(await nothing.json()).toMatchObject({ code: 'NOT_FOUND' })
  const wrong = await desktop.request('app://berth/api/export?repository=a')
  expect([wrong.status, await wrong.json()]).toMatchObject([400, { field: 'reference' }])
  expect((await desktop.request('app://berth/api/nothing')).status).toBe(404)
})

/** A tar archive that holds no image. */
async function archive(): Promise<string> {
  const { path } = cleanUp.use(await temporaryFolder('open-file'))
  const file = join(path, 'images.tar')
  await writeFile(file, Buffer.concat([fileHeader({ path: 'note', size: 0 }), ARCHIVE_END]))
  return file
}

const shown = (app: RunningApp) => app.desktop.windows()[0]?.url()

describe('a file of images', () => {
  test('that is dropped on the icon before the app is ready is shown for import', async () => {
    const file = await archive()
    const app = await startApp(cleanUp, { argv: ['--hidden', file] })
    await expect.poll(() => shown(app)).toMatch(/^app:\/\/berth\/import\?id=[\w-]+$/)
  })

  test('so is one that comes while it runs', async () => {
    const file = await archive()
    const app = await startApp(cleanUp)
    const event = { preventDefault() {} }
    app.desktop.app.module.emit('open-file', event, file)
    await expect.poll(() => shown(app)).toMatch(/import\?id=/)
  })

  test('that is none is refused with the reason', async () => {
    const app = await startApp(cleanUp)
    app.desktop.app.secondStart(['berth', '/nowhere/images.tar'])
    await expect.poll(() => app.desktop.boxes).toMatchObject([/images\.tar cannot be imported: /])
  })
})
