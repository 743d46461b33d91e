import { readdir, rm, truncate, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { berth } from '../commands/berth.ts'
import { temporaryFolder } from '../support/folder.ts'
import { writeOciLayout } from '../support/oci-layout.ts'
import { startRegistry, type RunningRegistry } from '../support/registry-process.ts'
import { skopeo } from '../support/skopeo.ts'
import { describeWith } from '../support/tools.ts'

const client = skopeo({})
const hexOf = (digest: string): string => digest.slice('sha256:'.length)
const R = 'storage/docker/registry/v2'

describeWith(
  ['docker-registry', 'skopeo'],
  'a folder that docker-registry fills and breaks',
  () => {
    test('is collected, its faults are told by name, and docker-registry serves the rest', async () => {
      await using cleanUp = new AsyncDisposableStack()
      const { path } = cleanUp.use(await temporaryFolder('collect'))
      const folder = join(path, 'storage')
      const digests = await during(folder, async (registry) => {
        const push = async (name: string): Promise<string> => {
          const images = join(path, name.replaceAll(/\W/g, '-'))
          const { digest } = await writeOciLayout(images, '1')
          await client.push(`oci:${images}:1`, `docker://${registry.host}/${name}`)
          return digest
        }
        const kept = await push('team/app:kept')
        const gone = await push('team/app:gone')
        const empty = await push('broken/empty:1')
        const lost = await push('broken/lost:1')
        const headless = await push('broken/headless:1')
        await push('deleted/all:1')
        await client.run(['delete', `docker://${registry.host}/team/app:gone`])
        await client.run(['delete', `docker://${registry.host}/deleted/all:1`])
        return { kept, gone, empty, lost, headless }
      })
      const at = (...parts: readonly string[]): string => join(path, R, ...parts)
      const data = (hex: string): string => at('blobs/sha256', hex.slice(0, 2), hex, 'data')
      // What crashes and hands leave: an empty manifest, a missing one, an empty link, a tag without one.
      await truncate(data(hexOf(digests.empty)))
      await rm(data(hexOf(digests.lost)))
      const link = at(
        'repositories/broken/headless/_manifests/revisions/sha256',
        hexOf(digests.headless),
        'link',
      )
      await truncate(link)
      await rm(at('repositories/team/app/_manifests/tags/kept/index'), { recursive: true })

      const checked = await berth(['check', '--data', folder])
      expect(checked.code).toBe(1)
      for (const name of ['broken/empty:1', 'broken/lost:1', 'broken/headless:1']) {
        expect(checked.stdout).toContain(`${name}: `)
      }
      const preview = await berth([
        'gc',
        '--data',
        folder,
        '-m',
        '--grace',
        '0s',
        '--dry-run',
        '--json',
      ])
      expect(preview).toMatchObject({ code: 0, stderr: '' })
      const collected = await berth([
        'garbage-collect',
        '-m',
        '--data',
        folder,
        '--grace',
        '0s',
        '--json',
      ])
      expect(collected).toMatchObject({ code: 0, stderr: '' })
      const [before, after] = [preview, collected].map(({ stdout }) => JSON.parse(stdout))
      expect({ ...before, begun: '' }).toEqual({ ...after, begun: '' })
      expect(after.removed.bytes).toBeGreaterThan(0)
      expect(after.faultCount).toBe(3)
      expect(await readdir(at('repositories'))).toEqual(['broken', 'team'])
      expect(
        (await berth(['gc', '--data', folder, '-m', '--grace', '0s', '--json'])).stdout,
      ).toContain('"bytes":0')
      await during(folder, async (registry) => {
        await client.run(['inspect', `docker://${registry.host}/team/app:kept`])
        await client.run([
          'copy',
          `docker://${registry.host}/team/app:kept`,
          `dir:${join(path, 'pulled')}`,
        ])
      })
    })
  },
)

describeWith(['skopeo'], 'a folder that Berth serves', () => {
  test('is collected and checked by the Berth that serves it, while it serves', async () => {
    await using cleanUp = new AsyncDisposableStack()
    const { path } = cleanUp.use(await temporaryFolder('collect'))
    const folder = join(path, 'storage')
    const registry = cleanUp.use(await startRegistry({ program: 'berth', folder }))
    const push = async (name: string): Promise<string> => {
      const images = join(path, name.replaceAll(/\W/g, '-'))
      const { digest } = await writeOciLayout(images, '1')
      await client.push(`oci:${images}:1`, `docker://${registry.host}/${name}`)
      return digest
    }
    const kept = await push('team/app:kept')
    const untagged = await push('team/app:moved')
    const moved = await push('team/app:moved')
    await push('team/app:gone')
    await client.run(['delete', `docker://${registry.host}/team/app:gone`])
    await makeOld(join(folder, 'docker'))
    const fresh = await push('team/fresh:1')

    const gc = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await berth(['gc', '--data', folder, '--json', ...args])
      expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' })
      return JSON.parse(stdout)
    }
    const preview = await gc('-m', '--dry-run')
    expect(await berth(['gc', '--data', folder, '--grace', '0s'])).toMatchObject({ code: 2 })
    const done = await gc('-m')
    expect({ ...done, begun: '' }).toStrictEqual({ ...preview, begun: '' })
    expect(done.removed.manifests).toBeGreaterThan(0)
    expect(done.images.map(({ digest }: { digest: string }) => digest)).toContain(untagged)
    expect((await gc('-m')).removed.blobs).toBe(0)
    for (const [name, digest] of [
      ['team/app:kept', kept],
      ['team/app:moved', moved],
      ['team/fresh:1', fresh],
    ] as const) {
      const source = `docker://${registry.host}/${name}`
      await client.run(['copy', '--all', source, `dir:${join(path, hexOf(digest))}`])
    }
    const checked = await berth(['check', '--data', folder, '--digests'])
    expect(checked).toMatchObject({ code: 0, stderr: '' })
  })
})

/** As if all had been pushed longer ago than any grace. */
async function makeOld(root: string): Promise<void> {
  const then = Date.now() / 1_000 - 7 * 24 * 3_600
  for (const entry of await readdir(root, { recursive: true })) {
    await utimes(join(root, entry), then, then)
  }
}

async function during<T>(
  folder: string,
  act: (registry: RunningRegistry) => Promise<T>,
): Promise<T> {
  await using registry = await startRegistry({ program: 'docker-registry', folder })
  const result = await act(registry)
  await registry.stop()
  return result
}
