import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/folder.ts'
import { send } from '../support/http-client.ts'
import { writeDockerList, writeOciLayout } from '../support/oci-layout.ts'
import { startRegistry } from '../support/registry-process.ts'
import type { Program, RunningRegistry } from '../support/registry-process.ts'
import { skopeo } from '../support/skopeo.ts'
import { snapshot } from '../support/snapshot.ts'
import type { Snapshot } from '../support/snapshot.ts'
import { describeWith } from '../support/tools.ts'
import { PROGRAM } from './door.ts'

/** Who writes a folder first, and who reads it then. */
const WAYS: readonly { readonly writer: Program; readonly reader: Program }[] = [
  { writer: 'docker-registry', reader: PROGRAM },
  { writer: PROGRAM, reader: 'docker-registry' },
]

const client = skopeo({})

describeWith(['docker-registry', 'skopeo'], 'one folder, two registries', () => {
  test.each(WAYS)('$reader serves what $writer wrote', async ({ writer, reader }) => {
    await using cleanUp = new AsyncDisposableStack()
    const { path } = cleanUp.use(await temporaryFolder('both-ways'))
    const written = await during(writer, path, async (registry) => {
      const deleted = await write(registry, join(path, 'images'))
      return { deleted, before: await sorted(registry) }
    })
    await during(reader, path, async (registry) => {
      expect(await sorted(registry)).toEqual(written.before)
      expect(await statusOf(registry, written.deleted)).toBe(404)
    })
  })

  test.each(WAYS)('$writer goes on where $reader went on', async ({ writer, reader }) => {
    await using cleanUp = new AsyncDisposableStack()
    const { path } = cleanUp.use(await temporaryFolder('both-ways'))
    await during(writer, path, (registry) => write(registry, join(path, 'first')))
    const between = await during(reader, path, async (registry) => {
      await write(registry, join(path, 'second'))
      return sorted(registry)
    })
    await during(writer, path, async (registry) => {
      expect(await sorted(registry)).toEqual(between)
      await write(registry, join(path, 'third'))
      await client.run(['delete', `docker://${registry.host}/team/index:moved`])
    })
    await during(reader, path, async (registry) => {
      const { tags } = await sorted(registry)
      expect(tags['team/index']).toEqual(['kept'])
    })
  })
})

async function during<T>(
  program: Program,
  path: string,
  act: (registry: RunningRegistry) => Promise<T>,
): Promise<T> {
  await using registry = await startRegistry({ program, folder: join(path, 'storage') })
  const result = await act(registry)
  await registry.stop()
  return result
}

/**
 * Writes two indexes and a manifest list, moves a tag, and deletes an index whose children stay.
 *
 * @returns the path of the deleted index.
 */
async function write({ host }: RunningRegistry, images: string): Promise<string> {
  const put = async (folder: string, name: string) => {
    const { digest } = await writeOciLayout(join(images, folder), '1')
    await client.push(`oci:${join(images, folder)}:1`, `docker://${host}/${name}`)
    return digest
  }
  await put('first', 'team/index:kept')
  await put('before', 'team/index:moved')
  await put('after', 'team/index:moved')
  const deleted = await put('deleted', 'team/index:deleted')
  await client.run(['delete', `docker://${host}/team/index:deleted`])
  await writeDockerList(join(images, 'list'))
  await client.push(`dir:${join(images, 'list')}`, `docker://${host}/docker-list:1`)
  return `/v2/team/index/manifests/${deleted}`
}

async function sorted(registry: RunningRegistry): Promise<Snapshot> {
  const { repositories, ...rest } = await snapshot(registry.url)
  return { ...rest, repositories: repositories.toSorted() }
}

async function statusOf(registry: RunningRegistry, path: string): Promise<number> {
  return (await send(`${registry.url}${path}`)).status
}
