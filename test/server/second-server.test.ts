import { expect, test } from 'vitest'
import { startTestServer } from '../http/server.ts'
import { temporaryFolder } from '../support/folder.ts'

test('a second server on a folder is told who has it', async () => {
  await using folder = await temporaryFolder('second')
  await using first = await startTestServer({ folder: folder.path })
  const refused = startTestServer({ folder: folder.path })
  await expect(refused).rejects.toThrow(
    `${folder.path} is in use by Berth with pid ${process.pid} at ${first.url}: stop that one, or give this one another folder`,
  )
  expect(await first.send('/v2/')).toMatchObject({ status: 200 })
})

test('it gets the folder when the first has stopped', async () => {
  await using folder = await temporaryFolder('second')
  const first = await startTestServer({ folder: folder.path })
  await first.stop()
  await using second = await startTestServer({ folder: folder.path })
  expect(await second.send('/v2/')).toMatchObject({ status: 200 })
})
