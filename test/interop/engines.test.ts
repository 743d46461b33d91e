import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '../../server/control/engines-contract.ts'
import { openByLink, type Browser } from '../control/browser.ts'
import { startTestServer, type TestServer } from '../http/server.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { dockerClient, startDockerDaemon, type DockerClient } from '../support/docker.ts'
import { temporaryFolder } from '../support/folder.ts'
import { describeWith } from '../support/tools.ts'

describeWith(['docker', 'privilege'], 'engines', () => {
  describe.each([{ ownNetwork: false }, { ownNetwork: true }])('a daemon %j', ({ ownNetwork }) => {
    const cleanUp = cleanUpAfterAll()
    let server: TestServer
    let browser: Browser
    let docker: DockerClient
    let engine: Engine

    beforeAll(async () => {
      const { path } = cleanUp.use(await temporaryFolder('engines'))
      const { host } = cleanUp.use(await startDockerDaemon({ ownNetwork }))
      docker = dockerClient(host, join(path, 'config'))
      const env = { DOCKER_HOST: host }
      server = cleanUp.use(
        await startTestServer({ around: { env, platform: 'linux', home: path } }),
      )
      browser = await openByLink(server)
      const engines = await browser.call('engines.list', undefined)
      engine = engines[0] as Engine
    })

    test('is found, with what it tells of itself', () => {
      expect(engine).toMatchObject({
        kind: 'docker',
        name: 'Docker (DOCKER_HOST)',
        state: 'available',
        hasRelay: false,
      })
    })

    test('reaches the registry where they have the same localhost', async () => {
      const check = await browser.call('engines.check', { engine: engine.id })
      expect(check.outcome).toBe(ownNetwork ? 'refused' : 'reaches')
    })

    test('leaves nothing behind', async () => {
      expect(await docker.run(['images', '--quiet'])).toBe('')
      const page = { sort: 'name', offset: 0, limit: 10 } as const
      expect(await browser.call('repositories.list', page)).toMatchObject({ total: 0 })
      expect(await browser.call('activity.list', { limit: 10 })).toStrictEqual([])
    })
  })
})
