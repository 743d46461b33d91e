import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Engine } from '../../server/control/engines-contract.ts'
import { openByLink, type Browser } from '../control/browser.ts'
import { startTestServer, type TestServer } from '../http/server.ts'
import { importBusybox } from '../support/busybox-image.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { dockerClient, startDockerDaemon, type DockerClient } from '../support/docker.ts'
import { temporaryFolder } from '../support/folder.ts'
import { writeBuildContext } from '../support/image-content.ts'
import { describeWith } from '../support/tools.ts'

const MiB = 1024 * 1024

describeWith(['docker', 'privilege', 'busybox', 'unshare'], 'a relay into another network', () => {
  const cleanUp = cleanUpAfterAll()
  let folder: string
  let daemon: string
  let server: TestServer
  let browser: Browser
  let docker: DockerClient
  let engine: Engine

  const start = async (port?: number): Promise<void> => {
    const around = { env: { DOCKER_HOST: daemon }, platform: 'linux', home: folder } as const
    server = cleanUp.use(
      await startTestServer({ around, folder: join(folder, 'images'), ...(port && { port }) }),
    )
    browser = await openByLink(server)
  }

  const engineNow = async (): Promise<Engine> =>
    (await browser.call('engines.list', undefined))[0] as Engine

  beforeAll(async () => {
    folder = cleanUp.use(await temporaryFolder('relay')).path
    daemon = cleanUp.use(await startDockerDaemon({ ownNetwork: true })).host
    docker = dockerClient(daemon, join(folder, 'config'))
    await importBusybox(docker)
    await start()
    engine = await engineNow()
  })

  test('is offered where the engine cannot reach the registry', async () => {
    const check = await browser.call('engines.check', { engine: engine.id })
    expect(check.outcome).toBe('refused')
    expect(check.remedies[0]).toMatchObject({ kind: 'relay', canDo: true })
  })

  test('makes it reach the registry', async () => {
    const check = await browser.call('engines.mend', { engine: engine.id, remedy: 'relay' })
    expect(check).toMatchObject({ outcome: 'reaches', remedies: [] })
    expect(await engineNow()).toMatchObject({ hasRelay: true })
  })

  test('carries a push and a pull through localhost', async () => {
    const name = `localhost:${server.port}/through/relay:1`
    const options = { layers: 4, layerSize: 8 * MiB }
    const context = await writeBuildContext(join(folder, 'context'), options)
    await docker.run(['build', '--network=none', '--quiet', '--tag', name, context])
    const id = await docker.run(['image', 'inspect', '--format', '{{.Id}}', name])
    expect(await docker.run(['push', name])).toContain('digest: sha256:')
    await docker.run(['rmi', name])
    await docker.run(['pull', name])
    expect(await docker.run(['image', 'inspect', '--format', '{{.Id}}', name])).toBe(id)
  })

  test('comes back with the next Berth', async () => {
    const { port } = server
    await server.stop()
    await expect.poll(() => docker.run(['ps', '--quiet']), { timeout: 20_000 }).toBe('')
    await start(port)
    await expect.poll(engineNow, { timeout: 20_000 }).toMatchObject({ hasRelay: true })
    const check = await browser.call('engines.check', { engine: engine.id })
    expect(check.outcome).toBe('reaches')
  })

  test('goes away on request', async () => {
    const check = await browser.call('engines.unmend', { engine: engine.id })
    expect(check.outcome).toBe('refused')
    expect(await engineNow()).toMatchObject({ hasRelay: false })
    expect(await docker.run(['ps', '--all', '--quiet'])).toBe('')
  })
})
