import { once } from 'node:events'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { watch } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { archivedImage, descriptorOf, manifestOf } from '../support/archive-content.ts'
import { spawnTethered } from '../support/child.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { CLI } from '../support/cli.ts'
import { listening } from '../support/listening.ts'

const cleanUp = cleanUpAfterAll()

/** A registry that has an image, and never ends to send its blobs. */
async function startStalling(): Promise<string> {
  const manifest = manifestOf(archivedImage())
  const { mediaType, digest, size } = descriptorOf(
    manifest,
    'application/vnd.oci.image.manifest.v1+json',
  )
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', mediaType)
    if (!request.url?.includes('/manifests/')) {
      response.flushHeaders()
      if (request.method === 'HEAD' || request.url === '/v2/') response.end()
      return
    }
    response.setHeader('Docker-Content-Digest', digest)
    response.setHeader('Content-Length', size)
    response.end(request.method === 'HEAD' ? undefined : manifest)
  })
  return `http://${cleanUp.use(await listening(server)).host}`
}

test('an export that is interrupted leaves what was there before, and nothing else', async () => {
  const { path } = cleanUp.use(await temporaryFolder('export'))
  const out = join(path, 'out')
  await mkdir(out)
  await writeFile(join(out, 'image.tar'), 'before')
  const begun = Promise.withResolvers<void>()
  const watcher = watch(out, (_, name) => {
    if (name === 'image.tar.part') begun.resolve()
  })
  const args = ['export', '--registry', await startStalling(), 'a:1', join(out, 'image.tar')]
  const child = spawnTethered(process.execPath, [CLI, ...args], {})
  const said = child.stderr ? text(child.stderr) : ''
  await begun.promise
  watcher.close()
  child.kill('SIGINT')
  const [code] = await once(child, 'exit')
  expect([code, await said]).toEqual([1, 'berth: stopped before it was done\n'])
  expect(await readdir(out)).toEqual(['image.tar'])
})
