import { beforeAll, describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { ALICE } from '../support/htpasswd.ts'
import type { RunningRegistry } from '../support/registry-process.ts'
import { describeWith } from '../support/tools.ts'
import { dockerSuite } from './docker-suite.ts'
import type { DockerSuite } from './docker-suite.ts'
import { PLACES_CROSSED, PROGRAM, startBehind, WRONG_PASSWORD } from './door.ts'

describeWith(['docker', 'privilege'], 'docker', () => {
  describe.each(PLACES_CROSSED)('at a registry $storage that is $door', (place) => {
    const cleanUp = cleanUpAfterAll()
    let registry: RunningRegistry
    let suite: DockerSuite

    beforeAll(async () => {
      registry = await startBehind(place, cleanUp)
      suite = await dockerSuite(cleanUp)
      if (place.login) await suite.login(registry.host, place.login)
    })

    test('pulls the image that it pushed', async () => {
      const name = `${registry.host}/round/trip:1`
      const id = await suite.make(name)
      expect(await suite.pushForgetPull(name)).toBe(id)
    })

    test('pulls by the digest that the push reported', async () => {
      const name = `${registry.host}/by-digest:1`
      await suite.make(name)
      const pushed = await suite.docker.run(['push', name])
      const digest = /digest: (sha256:[0-9a-f]{64})/.exec(pushed)?.[1]
      const pulled = await suite.docker.run(['pull', `${registry.host}/by-digest@${digest}`])
      expect(pulled).toContain(`Digest: ${digest}`)
    })

    test('sends no layer that the repository has', async () => {
      const name = `${registry.host}/twice:1`
      await suite.make(name)
      await suite.docker.run(['push', name])
      const again = await suite.docker.run(['push', name])
      expect(again.match(/Layer already exists/g)).toHaveLength(3)
    })

    test('mounts the layers that another repository has', async () => {
      const [first, second] = [`${registry.host}/mount/from:1`, `${registry.host}/mount/to:1`]
      const id = await suite.make(first)
      await suite.docker.run(['push', first])
      await suite.docker.run(['tag', first, second])
      const pushed = await suite.docker.run(['push', second])
      expect(pushed.match(/Mounted from mount\/from/g)).toHaveLength(3)
      await suite.docker.run(['rmi', first])
      expect(await suite.pushForgetPull(second)).toBe(id)
    })

    test('pushes and pulls every tag of a repository at once', async () => {
      const repository = `${registry.host}/all-tags`
      const ids = [await suite.make(`${repository}:1`), await suite.make(`${repository}:2`)]
      await suite.docker.run(['push', '--all-tags', repository])
      await suite.docker.run(['rmi', `${repository}:1`, `${repository}:2`])
      await suite.docker.run(['pull', '--all-tags', repository])
      const list = ['images', '--no-trunc', '--quiet', repository]
      expect((await suite.docker.run(list)).trim().split('\n').toSorted()).toEqual(ids.toSorted())
    })

    test('says which image there is not', async () => {
      const { code, stderr } = await suite.docker.attempt(['pull', `${registry.host}/no-such:1`])
      expect(code).not.toBe(0)
      expect(stderr).toMatch(/manifest (for .* not found|unknown)/)
    })

    // Distribution has no search; Berth has.
    test.runIf(PROGRAM === 'berth')('finds a repository by a part of its name', async () => {
      const name = `${registry.host}/tools/needle-in-hay:1`
      await suite.make(name)
      await suite.docker.run(['push', name])
      const found = await suite.docker.run(['search', `${registry.host}/needle`])
      expect(found).toContain('tools/needle-in-hay')
    })
  })

  describe('at a protected registry, without the right password', () => {
    const cleanUp = cleanUpAfterAll()
    let registry: RunningRegistry
    let suite: DockerSuite

    beforeAll(async () => {
      registry = await startBehind({ door: 'protected', login: ALICE }, cleanUp)
      suite = await dockerSuite(cleanUp)
    })

    test('is told that the login is wrong', async () => {
      const login = ['login', '--username', ALICE.username, '--password-stdin', registry.host]
      const { code, stderr } = await suite.docker.attempt(login, { input: WRONG_PASSWORD })
      expect(code).not.toBe(0)
      expect(stderr).toMatch(/401 Unauthorized/)
    })

    test('cannot push', async () => {
      const name = `${registry.host}/refused:1`
      await suite.make(name)
      const { code, stderr } = await suite.docker.attempt(['push', name])
      expect(code).not.toBe(0)
      expect(stderr).toMatch(/no basic auth credentials/)
    })
  })
})
