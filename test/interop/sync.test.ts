import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Descriptor } from '../../server/oci/manifest.ts'
import { CLI } from '../support/cli.ts'
import { attempt } from '../support/command.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { startCuttingProxy } from '../support/cutting-proxy.ts'
import { startRegistry } from '../support/registry-process.ts'
import { syncFolder } from '../sync/sync-folder.ts'
import { skopeo, type Skopeo } from '../support/skopeo.ts'
import { digestOf } from '../support/snapshot.ts'
import { describeWith } from '../support/tools.ts'
import { newShelf, type Shelf } from '../sync/image-in-memory.ts'
import { sourceFolder, type SourceFolder } from '../sync/source-folder.ts'
import { TARGETS, type StartedTarget } from './sync-targets.ts'

describeWith(['docker-registry', 'skopeo'], 'berth sync', () => {
  describe.each(TARGETS)('with %s', (_, start) => {
    const cleanUp = cleanUpAfterAll()
    let source: SourceFolder
    let shelf: Shelf
    let target: StartedTarget
    let client: Skopeo
    let config: string
    let multi: Descriptor

    beforeAll(async () => {
      const { path } = cleanUp.use(await temporaryFolder('sync'))
      config = join(path, 'config')
      shelf = newShelf()
      source = sourceFolder(join(path, 'images'), shelf)
      target = await start(cleanUp)
      const { login } = target
      client = skopeo({ ...(login && { login }) })
      const shared = shelf.layer(70_000)
      multi = shelf.index([shelf.image([shared, shelf.layer()]), shelf.image([shared])])
      await source.put('team/app:v1', shelf.image([shared, shelf.layer(90_000)]))
      await source.put('team/app:multi', multi)
      await source.put('other:latest', shelf.image([shared]))
      await source.put('other:2', shelf.image([shared, shelf.layer(0)]))
    })

    async function sync(...args: readonly string[]) {
      const { login, registry } = target
      const user = login ? ['--user', login.username] : []
      const data = ['--data', source.path, '--json']
      const command = [CLI, 'sync', 'run', registry.url, ...user, ...data, ...args]
      const env = { XDG_CONFIG_HOME: config, BERTH_PASSWORD: login?.password ?? '' }
      const { code, stdout, stderr } = await attempt('node', command, { env })
      return { code, stderr, told: stdout === '' ? undefined : JSON.parse(stdout) }
    }

    const at = (name: string): string => `docker://${target.registry.host}/${name}`
    const raw = (name: string): Promise<string> => client.run(['inspect', '--raw', at(name)])

    /** What skopeo sees there is what is here. */
    async function expectLevel(): Promise<void> {
      const here = await source.digests()
      expect(Object.keys(here).length).toBeGreaterThan(0)
      for (const [name, digest] of Object.entries(here)) {
        expect(digestOf(await raw(name))).toBe(digest)
      }
    }

    test('first tells what there is to do', async () => {
      const { code, told } = await sync('--dry-run')
      expect(told).toMatchObject({ dryRun: true, totals: { new: 4, equal: 0 } })
      expect(told.totals.bytesToSend).toBeGreaterThan(160_000)
      expect(told.totals.bytesMountable).toBe(70_000)
      expect(code).toBe(0)
      await expect(raw('team/app:v1')).rejects.toThrow(/manifest unknown/i)
    })

    test('brings all of it over, each layer once', async () => {
      const { code, told, stderr } = await sync()
      expect(stderr).toBe('')
      expect(told).toMatchObject({ state: 'level', moved: { mountedBytes: 70_000 } })
      expect(told.moved.sentBytes).toBeLessThan(170_000)
      expect(code).toBe(0)
      await expectLevel()
    })

    test('finds nothing to do then', async () => {
      const { code, told } = await sync()
      expect(told).toMatchObject({ state: 'level', totals: { equal: 4 }, moved: { sentBytes: 0 } })
      expect(code).toBe(0)
    })

    test('sends what was changed, and no more', async () => {
      const before = await source.digests()
      await source.put('team/app:v1', shelf.image([shelf.layer(5_000)]))
      const { told } = await sync()
      expect(told).toMatchObject({ state: 'level', totals: { changed: 1, equal: 3 } })
      expect(told.images).toMatchObject([
        { repository: 'team/app', from: expect.any(String), to: before['team/app:v1'] },
      ])
      expect(told.moved.sentBytes).toBeLessThan(7_000)
      await expectLevel()
    })

    test('takes along what refers to an image', async () => {
      const referrer = await source.refer('team/app', multi)
      const { told } = await sync()
      expect(told).toMatchObject({ state: 'level', images: [{ tag: 'multi', result: 'done' }] })
      expect(digestOf(await raw(`team/app@${referrer.digest}`))).toBe(referrer.digest)
      const again = await sync()
      expect(again.told.moved.sentBytes).toBe(0)
    })

    test('leaves a tag alone that was changed on both sides, and says so', async () => {
      const before = (await source.digests())['other:latest']
      await source.put('other:latest', shelf.image([shelf.layer(10)]))
      await moveThere('other:2', 'other:latest')
      const { code, told } = await sync()
      expect(told).toMatchObject({
        state: 'conflicts',
        images: [{ repository: 'other', tag: 'latest', state: 'conflict', moved: 'both' }],
      })
      expect(code).toBe(3)
      expect(digestOf(await raw('other:latest'))).not.toBe(before)
      expect((await sync('--overwrite')).code).toBe(0)
      await expectLevel()
    })

    async function moveThere(from: string, to: string): Promise<void> {
      const { path } = cleanUp.use(await temporaryFolder('moved'))
      await client.pull(at(from), `dir:${path}`)
      await client.push(`dir:${path}`, at(to))
    }

    test('deletes what is gone when it is told to, and not too much of it', async () => {
      await source.remove('other:2')
      expect((await sync()).told).toMatchObject({ totals: { onlyThere: 1, deletes: 0 } })
      const refused = await sync('--delete')
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/1 tags? .*25 %/) })
      const { code, told } = await sync('--delete', '--confirm-deletes')
      expect(told).toMatchObject({ images: [{ tag: '2', result: 'deleted' }] })
      expect(code).toBe(0)
      await expect(raw('other:2')).rejects.toThrow(/manifest unknown/i)
      await expectLevel()
    })

    test('brings another folder level with it', async () => {
      const { path } = cleanUp.use(await temporaryFolder('pulled'))
      const pulled = sourceFolder(path)
      const named = ['--only', 'team/app', '--only', 'other']
      const args = ['--pull', '--data', path, ...(target.isDiscreet ? named : [])]
      expect(await sync(...args)).toMatchObject({ code: 0, told: { state: 'level' } })
      expect(await pulled.digests()).toMatchObject(await source.digests())
      const again = await sync(...args)
      expect(again.told).toMatchObject({ totals: { new: 0 }, moved: { sentBytes: 0 } })
    })
  })

  test('docker-registry gets what does not go through in one piece', async () => {
    await using cleanUp = new AsyncDisposableStack()
    const { path } = cleanUp.use(await temporaryFolder('sync-cut'))
    const shelf = newShelf()
    const source = sourceFolder(join(path, 'images'), shelf)
    await source.put('app:v1', shelf.image([shelf.layer(12_000_000)]))
    const folder = join(path, 'target')
    const target = cleanUp.use(await startRegistry({ program: 'docker-registry', folder }))
    const proxy = cleanUp.use(await startCuttingProxy(target.port, 5_000_000))
    const url = `http://${proxy.host}`
    const { outcomes } = await syncFolder({ folder: source.path, url })
    expect(outcomes.map(({ state, problem }) => problem ?? state)).toEqual(['done'])
    expect(proxy.cuts).toBeGreaterThan(0)
  })
})
