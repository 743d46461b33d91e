import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { Descriptor } from '../../server/oci/manifest.ts'
import { createPace } from '../../server/sync/pace.ts'
import { CLI } from '../support/cli.ts'
import { startTestServer } from '../http/server.ts'
import { attempt } from '../support/command.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { startCuttingProxy } from '../support/cutting-proxy.ts'
import { temporaryFolder } from '../support/folder.ts'
import { send } from '../support/http-client.ts'
import { startMeddlingProxy } from '../support/meddling-proxy.ts'
import { startRegistry } from '../support/registry-process.ts'
import { newShelf } from '../sync/image-in-memory.ts'
import { sourceFolder, type SourceFolder } from '../sync/source-folder.ts'
import { syncFolder } from '../sync/sync-folder.ts'
import { mountSmallDisk } from './small-disk.ts'

const MB = 1_000_000
const cleanUp = cleanUpAfterAll()

/** Large layers, on a machine that does other things too. */
vi.setConfig({ testTimeout: 120_000 })

/** Some images with a few large layers, one of them shared. */
async function newSource(layerSize: number, images = 3): Promise<SourceFolder & { size: number }> {
  const { path } = cleanUp.use(await temporaryFolder('sync-source'))
  const shelf = newShelf()
  const layer = (): Descriptor =>
    shelf.put(randomBytes(layerSize), 'application/vnd.oci.image.layer.v1.tar')
  const source = sourceFolder(path, shelf)
  const shared = layer()
  for (let at = 0; at < images; at++) {
    await source.put(`team/app${at}:v1`, shelf.image([shared, layer()]))
  }
  return { ...source, size: layerSize * (images + 1) }
}

async function expectLevel(source: SourceFolder, url: string): Promise<void> {
  for (const [name, digest] of Object.entries(await source.digests())) {
    const [repository, tag] = name.split(':')
    const answer = await send(`${url}/v2/${repository}/manifests/${tag}`, { method: 'HEAD' })
    expect(answer.headers['docker-content-digest']).toBe(digest)
  }
}

describe('a line that breaks off every few MB', () => {
  test.each([
    ['in the middle of chunks', 5 * MB, 32 * MB],
    ['between small chunks', 3 * MB, 2 * MB],
  ])('%s', async (_, most, chunkSize) => {
    const source = await newSource(16 * MB)
    const target = cleanUp.use(await startTestServer())
    const proxy = cleanUp.use(await startCuttingProxy(target.port, most))
    const { outcomes } = await syncFolder({
      folder: source.path,
      url: `http://${proxy.host}`,
      chunkSize,
      // As long as what is still on its way needs.
      retries: { first: 300, longest: 1_000 },
    })
    expect(outcomes.map(({ state, problem }) => problem ?? state)).toEqual(Array(3).fill('done'))
    expect(proxy.cuts).toBeGreaterThan(8)
    // What the proxy did not pass on never left this machine.
    expect(proxy.passed).toBeLessThan(source.size * 1.1)
    await expectLevel(source, target.url)
  })
})

test('a target that is killed and comes back is brought level, and gets little again', async () => {
  const source = await newSource(24 * MB)
  const { path: folder } = cleanUp.use(await temporaryFolder('sync-target'))
  const first = await startRegistry({ program: 'berth', folder })
  const { port, url } = first
  const pace = createPace(30 * MB)
  let restarted: Promise<void> | undefined
  const restart = async (): Promise<void> => {
    await first.kill()
    cleanUp.use(await startRegistry({ program: 'berth', folder, port }))
  }
  const { outcomes, progress } = await syncFolder({
    folder: source.path,
    url,
    pace,
    retries: { first: 100, longest: 1_000 },
    onProgress(now) {
      const timer = setInterval(() => {
        if (now().doneBytes < source.size / 3) return
        clearInterval(timer)
        restarted ??= restart()
      }, 20)
    },
  })
  await restarted
  expect(restarted).toBeDefined()
  expect(outcomes.map(({ state, problem }) => problem ?? state)).toEqual(Array(3).fill('done'))
  expect(progress.resentBytes).toBeLessThan(source.size * 0.1)
  await expectLevel(source, url)
})

test('a sync that is killed goes on inside a layer', async () => {
  const source = await newSource(40 * MB, 1)
  const target = cleanUp.use(await startTestServer())
  const proxy = cleanUp.use(await startCuttingProxy(target.port, Infinity))
  const address = `http://${proxy.host}`
  const args = [CLI, 'sync', 'run', address, '--data', source.path, '--json']
  const child = spawn('node', [...args, '--limit', '40'], { stdio: 'ignore' })
  const ended = new Promise((resolve) => child.once('close', resolve))
  while (proxy.passed < 30 * MB) await new Promise((resolve) => setTimeout(resolve, 10))
  child.kill('SIGKILL')
  await ended
  const { code, stdout } = await attempt('node', args)
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ state: 'level' })
  expect(proxy.passed).toBeLessThan(source.size * 1.1)
  await expectLevel(source, target.url)
})

test('a target whose disk is full gets the rest when there is room again', async ({ skip }) => {
  const disk = await mountSmallDisk(96)
  if (!disk) return skip('no file system can be mounted here')
  cleanUp.use(disk)
  const source = await newSource(12 * MB)
  const target = cleanUp.use(await startTestServer({ folder: join(disk.path, 'images') }))
  disk.leave(20 * MB)
  const full = await syncFolder({ folder: source.path, url: target.url })
  const failed = full.outcomes.filter(({ state }) => state === 'failed')
  expect(failed.length).toBeGreaterThan(0)
  for (const { problem } of failed) expect(problem).toMatch(/no space left/)
  disk.relieve()
  const { outcomes } = await syncFolder({ folder: source.path, url: target.url })
  expect(new Set(outcomes.map(({ state }) => state))).not.toContain('failed')
  expect(full.progress.sentBytes).toBeGreaterThan(0)
  await expectLevel(source, target.url)
})

test('a registry that asks for patience gets it', async () => {
  const source = await newSource(1 * MB, 6)
  const target = cleanUp.use(await startTestServer())
  const told: number[] = []
  let count = 0
  const proxy = cleanUp.use(
    await startMeddlingProxy(target.url, () => {
      count++
      if (count % 12 !== 0) return undefined
      told.push(performance.now())
      return { status: 429, headers: { 'Retry-After': '1' } }
    }),
  )
  const since = performance.now()
  const { outcomes } = await syncFolder({ folder: source.path, url: proxy.url })
  expect(outcomes.map(({ state }) => state)).toEqual(Array(6).fill('done'))
  expect(told.length).toBeGreaterThan(0)
  expect(performance.now() - since).toBeGreaterThan(1_000)
  await expectLevel(source, target.url)
})

test('a token that ends in the middle is fetched anew', async () => {
  const source = await newSource(8 * MB, 4)
  const target = cleanUp.use(await startTestServer())
  const uses = new Map<string, number>()
  const proxy = cleanUp.use(
    await startMeddlingProxy(target.url, (request, url) => {
      if (request.url?.startsWith('/token')) {
        uses.set(`Bearer t${uses.size}`, 0)
        const token = `t${uses.size - 1}`
        return { status: 200, body: JSON.stringify({ token, expires_in: 300 }) }
      }
      // Each is worth some requests, whatever was said of it.
      const { authorization = '' } = request.headers
      const used = uses.get(authorization) ?? Infinity
      uses.set(authorization, used + 1)
      const isGood = used < 25
      const challenge = `Bearer realm="${url}/token",service="test"`
      return isGood ? undefined : { status: 401, headers: { 'WWW-Authenticate': challenge } }
    }),
  )
  const { outcomes, progress } = await syncFolder({
    folder: source.path,
    url: proxy.url,
    chunkSize: 1 * MB,
  })
  expect(outcomes.map(({ state, problem }) => problem ?? state)).toEqual(Array(4).fill('done'))
  expect(uses.size).toBeGreaterThan(5)
  expect(progress.resentBytes).toBeLessThan(source.size * 0.1)
  await expectLevel(source, target.url)
})
