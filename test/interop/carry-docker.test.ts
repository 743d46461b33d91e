import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { openByLink, type Browser } from '../control/browser.ts'
import { carrying, type Carrying } from '../control/carrying.ts'
import { startTestServer, type TestServer } from '../http/server.ts'
import { CLI } from '../support/cli.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { describeWith } from '../support/tools.ts'
import { dockerSuite, type DockerSuite } from './docker-suite.ts'

describeWith(['docker', 'privilege'], 'docker, by files', () => {
  const cleanUp = cleanUpAfterAll()
  let server: TestServer
  let browser: Browser
  let files: Carrying
  let suite: DockerSuite
  let folder: string

  beforeAll(async () => {
    folder = cleanUp.use(await temporaryFolder('carry')).path
    server = cleanUp.use(await startTestServer({ folder: join(folder, 'storage') }))
    browser = await openByLink(server)
    files = carrying(server, browser)
    suite = await dockerSuite(cleanUp)
  })

  async function save(...names: readonly string[]): Promise<Buffer> {
    const file = join(folder, 'saved.tar')
    await suite.docker.run(['save', '--output', file, ...names])
    return await readFile(file)
  }

  async function load(archive: Buffer): Promise<string> {
    const file = join(folder, 'loaded.tar')
    await writeFile(file, archive)
    return await suite.docker.run(['load', '--input', file])
  }

  const idOf = async (name: string): Promise<string> =>
    (await suite.docker.run(['image', 'inspect', '--format', '{{.Id}}', name])).trim()

  test('what docker saved is what docker pulls', async () => {
    const id = await suite.make('team/saved:1')
    const done = await files.take(await save('team/saved:1'))
    expect(done).toMatchObject({ state: 'done', stored: [{ name: 'team/saved:1' }] })
    await suite.docker.run(['rmi', 'team/saved:1'])
    const name = `127.0.0.1:${server.port}/team/saved:1`
    await suite.docker.run(['pull', name])
    expect(await idOf(name)).toBe(id)
  })

  test('what was exported is what docker loads', async () => {
    const name = `127.0.0.1:${server.port}/out:1`
    const id = await suite.make(name)
    await suite.docker.run(['push', name])
    await suite.docker.run(['rmi', name])
    const { status, headers, body } = await files.download({
      repository: 'out',
      reference: '1',
      format: 'docker',
    })
    expect([status, headers['content-disposition']]).toEqual([
      200,
      'attachment; filename="out-1.tar"',
    ])
    expect(Number(headers['content-length'])).toBe(body.length)
    expect(await load(body)).toContain('Loaded image: out:1')
    expect(await idOf('out:1')).toBe(id)
  })

  test('several images that docker saved in one file', async () => {
    const names = ['several/one:1', 'several/one:2', 'several/two:1']
    const ids: string[] = []
    for (const name of names) ids.push(await suite.make(name))
    await suite.docker.run(['tag', 'several/one:1', 'several/again:1'])
    const done = await files.take(await save(...names, 'several/again:1'))
    expect(done.images).toHaveLength(3)
    for (const [at, name] of [...names.entries(), [0, 'several/again:1'] as const]) {
      const pulled = `127.0.0.1:${server.port}/${name}`
      await suite.docker.run(['pull', pulled])
      expect(await idOf(pulled)).toBe(ids[at])
    }
  })

  test('the command line takes what docker saves, and gives what docker loads', async () => {
    const id = await suite.make('piped/in:1')
    const file = join(folder, 'piped.tar')
    await suite.docker.run(['save', '--output', file, 'piped/in:1'])
    const registry = ['--registry', server.url]
    const taken = await run('sh', ['-c', 'node "$@" < "$0"', file, CLI, 'import', ...registry, '-'])
    expect(taken).toMatch(/^piped\/in:1 sha256:[0-9a-f]{64} /)
    expect(await run('node', [CLI, 'tag', ...registry, 'piped/in:1', 'piped/out'])).toMatch(
      /^piped/,
    )
    const args = ['export', ...registry, '--format', 'docker', 'piped/out', '-']
    const loaded = join(folder, 'loaded.tar')
    await run('sh', ['-c', 'node "$@" > "$0"', loaded, CLI, ...args])
    expect(await suite.docker.run(['load', '--input', loaded])).toContain('piped/out:latest')
    expect(await idOf('piped/out:latest')).toBe(id)
  })
})
