import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { CLI } from '../support/cli.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { writeBuildContext } from '../support/image-content.ts'
import { containersClient, type ContainersClient } from '../support/podman.ts'
import type { RunningRegistry } from '../support/registry-process.ts'
import { describeWith } from '../support/tools.ts'
import { startBehind } from './door.ts'

const PLAIN = '--tls-verify=false'

describeWith(['podman', 'buildah', 'privilege'], 'podman and buildah, by files', () => {
  const cleanUp = cleanUpAfterAll()
  let registry: RunningRegistry
  let podman: ContainersClient
  let buildah: ContainersClient
  let folder: string

  beforeAll(async () => {
    registry = await startBehind({ door: 'open' }, cleanUp)
    folder = cleanUp.use(await temporaryFolder('carry')).path
    podman = await containersClient('podman', folder)
    buildah = await containersClient('buildah', folder)
  })

  const berth = (...[command = '', ...args]: readonly string[]): Promise<string> =>
    run('node', [CLI, command, '--registry', registry.url, ...args])

  async function build(name: string): Promise<string> {
    const context = await writeBuildContext(join(folder, encodeURIComponent(name)))
    const options = ['--isolation', 'chroot', '--layers', '--quiet']
    return (await buildah.run(['build', ...options, '--tag', name, context])).trim()
  }

  const idOf = async (name: string): Promise<string> =>
    (await podman.run(['image', 'inspect', '--format', '{{.Id}}', name])).trim()

  async function saveAndPull(format: string): Promise<{ file: string; id: string }> {
    const name = `saved/${format}:1`
    const file = join(folder, `${format}.tar`)
    await podman.run(['save', '--format', format, '--output', file, `localhost/${name}`])
    expect(await berth('import', file)).toMatch(new RegExp(`^${name} sha256:`))
    await podman.run(['pull', '--quiet', PLAIN, `${registry.host}/${name}`])
    return { file, id: await idOf(`${registry.host}/${name}`) }
  }

  test('podman saves an oci-archive, and pulls the same image', async () => {
    const built = await build('saved/oci-archive:1')
    expect((await saveAndPull('oci-archive')).id).toBe(built)
  })

  test('podman saves a docker-archive, and pulls the image that it holds', async () => {
    await build('saved/docker-archive:1')
    const { file, id } = await saveAndPull('docker-archive')
    const manifest = await run('tar', ['-xOf', file, 'manifest.json'])
    expect(JSON.parse(manifest)).toMatchObject([{ Config: `${id}.json` }])
  })

  test.each(['oci', 'docker'])('podman loads an export in the form %s', async (format) => {
    const name = `${registry.host}/exported/${format}:1`
    const id = await build(name)
    await buildah.run(['push', PLAIN, name])
    const file = join(folder, `export-${format}.tar`)
    await berth('export', '--format', format, `exported/${format}:1`, file)
    await podman.run(['rmi', '--force', name])
    await podman.run(['load', '--input', file])
    const images = await podman.run(['images', '--no-trunc', '--quiet'])
    expect(images).toContain(id)
  })

  test('layers that buildah packed with zstd stay so, in and out', async () => {
    const id = await build('packed/zstd:1')
    const layout = join(folder, 'zstd')
    const to = `oci:${layout}:1`
    await buildah.run(['push', '--quiet', '--compression-format', 'zstd', 'packed/zstd:1', to])
    await berth('import', '--as', 'packed/zstd:1', layout)
    const file = join(folder, 'zstd.tar')
    await berth('export', 'packed/zstd:1', file)
    const taken = await berth('import', '--as', 'packed/again:1', file)
    expect(taken).toMatch(/^packed\/again:1 sha256:/)
    const raw = ['--insecure-policy', 'inspect', '--raw', PLAIN]
    const manifest = await run('skopeo', [...raw, `docker://${registry.host}/packed/again:1`])
    expect(manifest).toContain('tar+zstd')
    await buildah.run(['rmi', '--all', '--force'])
    const pulled = await buildah.run(['pull', '--quiet', PLAIN, `${registry.host}/packed/again:1`])
    expect(pulled.trim()).toBe(id)
  })
})
