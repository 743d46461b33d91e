import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE } from '../support/htpasswd.ts'
import { writeBuildContext } from '../support/image-content.ts'
import { containersClient } from '../support/podman.ts'
import type { ContainersClient } from '../support/podman.ts'
import type { RunningRegistry } from '../support/registry-process.ts'
import { describeWith } from '../support/tools.ts'
import { PLACES, startBehind } from './door.ts'

const PLAIN = '--tls-verify=false'
const BUILD = ['build', '--isolation', 'chroot', '--layers', '--quiet']

describeWith(['buildah', 'privilege'], 'buildah', () => {
  describe.each(PLACES)('at a registry $storage that is $door', (place) => {
    const cleanUp = cleanUpAfterAll()
    let registry: RunningRegistry
    let buildah: ContainersClient
    let folder: string

    beforeAll(async () => {
      registry = await startBehind(place, cleanUp)
      folder = cleanUp.use(await temporaryFolder('buildah')).path
      buildah = await containersClient('buildah', folder)
      if (!place.login) return
      const { username, password } = place.login
      const login = ['login', '--username', username, '--password-stdin', PLAIN, registry.host]
      await buildah.run(login, { input: password })
    })

    test('pulls the image of several layers that it built and pushed', async () => {
      const name = `${registry.host}/built/image:1`
      const id = await build(name)
      await buildah.run(['push', PLAIN, name])
      await buildah.run(['rmi', '--all', '--force'])
      expect((await buildah.run(['pull', '--quiet', PLAIN, name])).trim()).toBe(id)
    })

    test('builds on an image that it has to pull', async () => {
      const name = `${registry.host}/built/base:1`
      await build(name)
      await buildah.run(['push', PLAIN, name])
      await buildah.run(['rmi', '--all', '--force'])
      const context = await writeBuildContext(join(folder, 'on-base'))
      const tag = `${registry.host}/built/above:1`
      await buildah.run([...BUILD, PLAIN, '--from', name, '--tag', tag, context])
      await buildah.run(['push', PLAIN, tag])
      const inspected = await buildah.run(['inspect', '--type', 'image', tag])
      expect(JSON.parse(inspected).OCIv1.rootfs.diff_ids).toHaveLength(4)
    })

    async function build(name: string): Promise<string> {
      const context = await writeBuildContext(join(folder, encodeURIComponent(name)))
      return (await buildah.run([...BUILD, '--tag', name, context])).trim()
    }
  })

  test('cannot push without a login', async () => {
    await using cleanUp = new AsyncDisposableStack()
    const registry = await startBehind({ door: 'protected', login: ALICE }, cleanUp)
    const { path } = cleanUp.use(await temporaryFolder('buildah'))
    const buildah = await containersClient('buildah', path)
    const name = `${registry.host}/refused:1`
    const context = await writeBuildContext(join(path, 'context'))
    await buildah.run([...BUILD, '--tag', name, context])
    const { code, stderr } = await buildah.attempt(['push', PLAIN, name])
    expect(code).not.toBe(0)
    expect(stderr).toMatch(/authentication required|unauthorized/i)
  })
})
