import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE } from '../support/htpasswd.ts'
import type { Credentials } from '../support/htpasswd.ts'
import { writeBuildContext } from '../support/image-content.ts'
import { containersClient } from '../support/podman.ts'
import type { ContainersClient } from '../support/podman.ts'
import type { RunningRegistry } from '../support/registry-process.ts'
import { describeWith } from '../support/tools.ts'
import { PLACES, startBehind, WRONG_PASSWORD } from './door.ts'

const PLAIN = '--tls-verify=false'

describeWith(['podman', 'privilege'], 'podman', () => {
  describe.each(PLACES)('at a registry $storage that is $door', (place) => {
    const cleanUp = cleanUpAfterAll()
    let registry: RunningRegistry
    let podman: ContainersClient
    let folder: string

    beforeAll(async () => {
      registry = await startBehind(place, cleanUp)
      folder = cleanUp.use(await temporaryFolder('podman')).path
      podman = await containersClient('podman', folder)
      if (place.login) await login(podman, registry, place.login)
    })

    async function importImage(name: string): Promise<string> {
      const context = await writeBuildContext(join(folder, encodeURIComponent(name)))
      const archive = `${context}.tar`
      await run('tar', ['-cf', archive, '-C', context, '.'])
      await podman.run(['import', '--quiet', archive, name])
      return idOf(name)
    }

    async function idOf(name: string): Promise<string> {
      return (await podman.run(['image', 'inspect', '--format', '{{.Id}}', name])).trim()
    }

    test.each(['v2s2', 'oci'])('pulls the image that it pushed as %s', async (format) => {
      const name = `${registry.host}/round/trip:${format}`
      await importImage(name)
      await podman.run(['push', PLAIN, '--format', format, name])
      await podman.run(['rmi', name])
      const pulled = (await podman.run(['pull', '--quiet', PLAIN, name])).trim()
      const copy = `${registry.host}/round/copy:${format}`
      await podman.run(['push', PLAIN, name, `docker://${copy}`])
      await podman.run(['rmi', name])
      expect((await podman.run(['pull', '--quiet', PLAIN, copy])).trim()).toBe(pulled)
    })

    test('finds the same image id after push and pull', async () => {
      const name = `${registry.host}/same/id:1`
      const id = await importImage(name)
      await podman.run(['push', PLAIN, name])
      await podman.run(['rmi', name])
      await podman.run(['pull', PLAIN, name])
      expect(await idOf(name)).toBe(id)
    })

    test('finds a repository by a part of its name', async () => {
      const name = `${registry.host}/tools/needle-in-hay:1`
      await importImage(name)
      await podman.run(['push', PLAIN, name])
      const found = await podman.run(['search', PLAIN, `${registry.host}/needle`])
      expect(found).toContain('tools/needle-in-hay')
    })

    test('lists the tags of a repository', async () => {
      const name = `${registry.host}/tagged`
      await importImage(`${name}:1`)
      await podman.run(['push', PLAIN, `${name}:1`])
      await podman.run(['push', PLAIN, `${name}:1`, `docker://${name}:2`])
      const list = ['search', PLAIN, '--list-tags', '--format', 'json', name]
      const [{ Tags }] = JSON.parse(await podman.run(list))
      expect(Tags.toSorted()).toEqual(['1', '2'])
    })
  })

  test('is told that a login is wrong', async () => {
    await using cleanUp = new AsyncDisposableStack()
    const registry = await startBehind({ door: 'protected', login: ALICE }, cleanUp)
    const { path } = cleanUp.use(await temporaryFolder('podman'))
    const wrong = { username: ALICE.username, password: WRONG_PASSWORD }
    const podman = await containersClient('podman', path)
    await expect(login(podman, registry, wrong)).rejects.toThrow(/invalid username\/password/)
  })
})

async function login(
  podman: ContainersClient,
  { host }: RunningRegistry,
  { username, password }: Credentials,
): Promise<void> {
  const options = ['--username', username, '--password-stdin', PLAIN]
  await podman.run(['login', ...options, host], { input: password })
}
