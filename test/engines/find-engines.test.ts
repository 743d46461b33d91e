import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findEngines } from '../../server/engines/find-engines.ts'
import { temporaryFolder } from '../support/folder.ts'

async function context(home: string, id: string, name: string, host: string): Promise<void> {
  const folder = join(home, '.docker/contexts/meta', id)
  await mkdir(folder, { recursive: true })
  const meta = { Name: name, Endpoints: { docker: { Host: host } } }
  await writeFile(join(folder, 'meta.json'), JSON.stringify(meta))
}

/** Without those that this machine has itself. */
async function endpoints(env: NodeJS.ProcessEnv, home: string): Promise<readonly string[]> {
  const found = await findEngines({ env, platform: 'linux', home })
  return found
    .filter(({ endpoint }) => !/:\/\/\/(?:var\/)?run\//.test(endpoint))
    .map(({ name, endpoint }) => `${name} ${endpoint}`)
}

test('engines come from the variable, contexts, and usual places, each once', async () => {
  await using folder = await temporaryFolder('find')
  const home = folder.path
  const socket = join(home, '.docker/run/docker.sock')
  await mkdir(join(home, '.docker/run'), { recursive: true })
  await writeFile(socket, '')
  await symlink(socket, join(home, 'link.sock'))
  await context(home, 'a', 'linked', `unix://${home}/link.sock`)
  await context(home, 'b', 'elsewhere', 'ssh://me@far')
  await context(home, 'c', 'tcp', 'tcp://127.0.0.1:2375')
  await mkdir(join(home, '.docker/contexts/meta/d'))
  await writeFile(join(home, '.docker/contexts/meta/d/meta.json'), 'not json')
  const env = { DOCKER_HOST: `unix://${home}/named.sock` }
  expect(await endpoints(env, home)).toStrictEqual([
    `Docker (DOCKER_HOST) unix://${home}/named.sock`,
    `Docker (linked) unix://${home}/link.sock`,
    'Docker (tcp) tcp://127.0.0.1:2375',
  ])
})

test('podman and nerdctl are found by their programs', async () => {
  await using folder = await temporaryFolder('find')
  for (const name of ['podman', 'nerdctl']) {
    await writeFile(join(folder.path, name), '')
    await chmod(join(folder.path, name), 0o755)
  }
  expect(await endpoints({ PATH: folder.path }, folder.path)).toStrictEqual([
    'Podman podman',
    'containerd (nerdctl) nerdctl',
  ])
})
