import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE } from '../support/htpasswd.ts'
import { writeDockerList, writeOciLayout } from '../support/oci-layout.ts'
import type { Descriptor } from '../support/oci-layout.ts'
import type { RunningRegistry } from '../support/registry-process.ts'
import { skopeo } from '../support/skopeo.ts'
import type { Skopeo } from '../support/skopeo.ts'
import { digestOf } from '../support/snapshot.ts'
import { describeWith } from '../support/tools.ts'
import { PLACES, startBehind, WRONG_PASSWORD } from './door.ts'

/** Both kinds of multi-arch index, each in the form in which skopeo reads it from a folder. */
const INDEXES = [
  { kind: 'OCI index', write: writeOciLayout, source: (folder: string) => `oci:${folder}:1` },
  { kind: 'Docker list', write: writeDockerList, source: (folder: string) => `dir:${folder}` },
]

describeWith(['skopeo'], 'skopeo', () => {
  describe.each(PLACES)('at a registry $storage that is $door', (place) => {
    const cleanUp = cleanUpAfterAll()
    let registry: RunningRegistry
    let folder: string
    let client: Skopeo

    beforeAll(async () => {
      registry = await startBehind(place, cleanUp)
      folder = cleanUp.use(await temporaryFolder('skopeo')).path
      client = skopeo(place)
    })

    async function push(repository: string, ...tags: string[]): Promise<Descriptor> {
      const layout = join(folder, encodeURIComponent(repository))
      const index = await writeOciLayout(layout, '1')
      for (const tag of tags) await client.push(`oci:${layout}:1`, remote(repository, tag))
      return index
    }

    function remote(repository: string, tag: string): string {
      return `docker://${registry.host}/${repository}:${tag}`
    }

    test.each(INDEXES)('copies a whole $kind in and out', async ({ kind, write, source }) => {
      const [from, to] = [join(folder, `${kind} in`), join(folder, `${kind} out`)]
      const name = remote(kind.toLowerCase().replace(' ', '-'), '1')
      const index = await write(from, '1')
      await client.push(source(from), name)
      expect(digestOf(await client.run(['inspect', '--raw', name]))).toBe(index.digest)
      await client.pull(name, `dir:${to}`)
      await client.push(`dir:${to}`, `${name}-again`)
      expect(digestOf(await client.run(['inspect', '--raw', `${name}-again`]))).toBe(index.digest)
    })

    test('inspects the image of one platform', async () => {
      await push('inspected', '1')
      const image = ['--override-os', 'linux', '--override-arch', 's390x']
      const { Digest, Layers } = JSON.parse(
        await client.run(['inspect', remote('inspected', '1')], image),
      )
      const raw = JSON.parse(await client.run(['inspect', '--raw', remote('inspected', '1')]))
      expect(raw.manifests).toHaveLength(6)
      expect(Digest).toBe(
        digestOf(await client.run(['inspect', '--raw', remote('inspected', '1')])),
      )
      expect(Layers).toHaveLength(2)
    })

    test('lists the tags', async () => {
      await push('listed', 'b', 'a', 'c')
      const listed = await client.run(['list-tags', `docker://${registry.host}/listed`])
      expect(JSON.parse(listed).Tags.toSorted()).toEqual(['a', 'b', 'c'])
    })

    test('deletes an image and leaves the rest', async () => {
      const repository = 'deleted'
      await push(repository, 'gone')
      await push(repository, 'kept')
      await client.run(['delete', remote(repository, 'gone')])
      const { code, stderr } = await client.attempt(['inspect', remote(repository, 'gone')])
      expect(code).not.toBe(0)
      expect(stderr).toMatch(/manifest unknown/)
      const listed = await client.run(['list-tags', `docker://${registry.host}/${repository}`])
      expect(JSON.parse(listed).Tags).toEqual(['kept'])
    })

    test('syncs a repository with all its tags into a folder', async () => {
      await push('synced', '1', '2')
      const to = join(folder, 'sync')
      const transports = ['--src', 'docker', '--dest', 'dir', '--all']
      await client.syncFrom([...transports, `${registry.host}/synced`, to])
      expect((await readdir(to)).toSorted()).toEqual(['synced:1', 'synced:2'])
    })
  })

  test('is refused with a wrong password', async () => {
    await using cleanUp = new AsyncDisposableStack()
    const registry = await startBehind({ door: 'protected', login: ALICE }, cleanUp)
    const client = skopeo({ login: { username: ALICE.username, password: WRONG_PASSWORD } })
    const outcome = await client.attempt(['list-tags', `docker://${registry.host}/any`])
    expect(outcome.code).not.toBe(0)
    expect(outcome.stderr).toMatch(/unauthorized|invalid username\/password/)
  })
})
