import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { Engine, EngineCheck, RemedyKind } from '../../server/control/engines-contract.ts'
import type { Surroundings } from '../../server/engines/surroundings.ts'
import { openByLink } from '../control/browser.ts'
import { startTestServer } from '../http/server.ts'
import { importBusybox } from '../support/busybox-image.ts'
import { announced } from '../support/announcement.ts'
import { kill, spawnTethered } from '../support/child.ts'
import { dockerClient, startDockerDaemon } from '../support/docker.ts'
import { onlyDocker } from '../support/engine-surroundings.ts'
import { temporaryFolder } from '../support/folder.ts'
import { registryConfig } from '../support/registry-config.ts'
import { describeWith } from '../support/tools.ts'

/** A registry, and the engine of this kind that it finds there. */
async function firstEngine(
  around: Surroundings,
  cleanUp: AsyncDisposableStack,
  kind: Engine['kind'] = 'docker',
) {
  const server = cleanUp.use(await startTestServer({ around }))
  const browser = await openByLink(server)
  const engines = await browser.call('engines.list', undefined)
  const engine = engines.find((one) => one.kind === kind)
  if (!engine) throw new Error('no engine was found')
  const input = { engine: engine.id }
  return {
    server,
    engine,
    check: (): Promise<EngineCheck> => browser.call('engines.check', input),
    mend: (remedy: RemedyKind) => browser.call('engines.mend', { ...input, remedy }),
  }
}

describeWith(['docker', 'privilege', 'unshare', 'busybox', 'docker-registry'], 'an engine', () => {
  test('that reaches another registry on the same port is found out', async () => {
    await using cleanUp = new AsyncDisposableStack()
    const { path } = cleanUp.use(await temporaryFolder('other'))
    const daemon = cleanUp.use(await startDockerDaemon({ ownNetwork: true }))
    await importBusybox(dockerClient(daemon.host, join(path, 'config')))
    const env = await onlyDocker(daemon.host, path)
    const { server, check, mend } = await firstEngine(
      { env, platform: 'linux', home: path },
      cleanUp,
    )
    const { port } = server
    const config = join(path, 'other.yml')
    await mkdir(join(path, 'images'))
    await writeFile(config, stringify(registryConfig({ port, folder: join(path, 'images') })))
    const [command, args] = daemon.inside('docker-registry', ['serve', config])
    const other = spawnTethered(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    cleanUp.defer(() => kill(other))
    await announced(other, 'the other registry', new RegExp(`listening on .*:${port}\\b`))
    expect(await check()).toMatchObject({ outcome: 'other-registry', remedies: [] })
    // Nor can a relay take its port.
    await expect(mend('relay')).rejects.toThrow(/is taken/)
  })
})

describe('an engine without a daemon', () => {
  test('is not running, and its check says so', async () => {
    await using cleanUp = new AsyncDisposableStack()
    const { path } = cleanUp.use(await temporaryFolder('none'))
    const env = await onlyDocker(`unix://${join(path, 'docker.sock')}`, path)
    const { engine, check } = await firstEngine({ env, platform: 'linux', home: path }, cleanUp)
    expect(engine).toMatchObject({ state: 'not-running', hint: /systemctl start docker/ })
    expect(await check()).toMatchObject({ outcome: 'not-running' })
  })
})

describeWith(['podman', 'privilege'], 'podman', () => {
  test('wants https until its settings say otherwise', async () => {
    await using cleanUp = new AsyncDisposableStack()
    const { path } = cleanUp.use(await temporaryFolder('podman'))
    const { env: real } = process
    const home = join(path, 'home')
    await mkdir(join(home, '.config/containers'), { recursive: true })
    await writeFile(
      join(home, '.config/containers/storage.conf'),
      `[storage]\ndriver = "vfs"\ngraphroot = "${path}/root"\nrunroot = "${path}/run"\n`,
    )
    // What Berth writes there is what podman reads.
    const conf = join(path, 'etc/containers/registries.conf.d')
    await mkdir(conf, { recursive: true })
    await writeFile(join(conf, 'berth.conf'), '')
    const env = {
      PATH: `${real['PATH']}`,
      HOME: home,
      CONTAINERS_STORAGE_CONF: join(home, '.config/containers/storage.conf'),
      CONTAINERS_REGISTRIES_CONF: join(conf, 'berth.conf'),
    }
    const around = { env, platform: 'linux', home, root: path } as const
    const { server, engine, check, mend } = await firstEngine(around, cleanUp, 'podman')
    expect(engine).toMatchObject({ state: 'available' })
    const before = await check()
    expect(before.outcome).toBe('wants-https')
    expect(before.remedies[0]).toMatchObject({ kind: 'registries.conf', canDo: true })
    const after = await mend('registries.conf')
    const text = await readFile(join(conf, 'berth.conf'), 'utf8')
    expect(text).toContain(`location = "localhost:${server.port}"`)
    expect(after).toMatchObject({ outcome: 'reaches' })
  })
})
