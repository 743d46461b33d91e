import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { CLI } from '../support/cli.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { startRegistry, type RunningRegistry } from '../support/registry-process.ts'
import { describeWith } from '../support/tools.ts'
import { dockerSuite, type DockerSuite } from './docker-suite.ts'
import { TARGETS } from './sync-targets.ts'

describeWith(['docker', 'docker-registry', 'privilege'], 'docker, after berth sync', () => {
  const cleanUp = cleanUpAfterAll()
  let here: RunningRegistry
  let suite: DockerSuite
  let folder: string
  let id: string

  beforeAll(async () => {
    folder = cleanUp.use(await temporaryFolder('sync-docker')).path
    const images = join(folder, 'images')
    here = cleanUp.use(await startRegistry({ program: 'berth', folder: images }))
    suite = await dockerSuite(cleanUp)
    const name = `${here.host}/team/app:1`
    id = await suite.make(name)
    await suite.docker.run(['push', name])
    await suite.docker.run(['rmi', name])
  })

  describe.each(TARGETS)('pulls from %s', (_, start) => {
    test('the image that was pushed here, through the Berth that serves it', async () => {
      const { registry, login } = await start(cleanUp)
      const user = login ? ['--user', login.username] : []
      const env = { BERTH_PASSWORD: login?.password ?? '', XDG_CONFIG_HOME: folder }
      const data = ['--data', join(folder, 'images')]
      const told = await run('node', [CLI, 'sync', 'run', registry.url, ...user, ...data], { env })
      expect(told).toContain('1 new')
      if (login) {
        const { username, password } = login
        const words = ['login', '--username', username, '--password-stdin', registry.host]
        await suite.docker.run(words, { input: password })
      }
      const name = `${registry.host}/team/app:1`
      await suite.docker.run(['pull', name])
      const format = ['--format', '{{.Id}}']
      expect((await suite.docker.run(['image', 'inspect', ...format, name])).trim()).toBe(id)
      await suite.docker.run(['rmi', name])
    })
  })
})
