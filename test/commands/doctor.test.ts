import { CLI } from '../support/cli.ts'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createServer } from 'node:http'
import { beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { attempt } from '../support/command.ts'
import { onlyDocker } from '../support/engine-surroundings.ts'
import { temporaryFolder } from '../support/folder.ts'
import { freePort } from '../support/port.ts'
import { registryConfig } from '../support/registry-config.ts'
import { startRegistry } from '../support/registry-process.ts'

const cleanUp = cleanUpAfterAll()
let folder: string
let env: Record<string, string>
let port: number
let config: string

interface Result {
  readonly id: string
  readonly state: string
  readonly findings: readonly { readonly text: string; readonly todo?: string }[]
}

beforeAll(async () => {
  folder = cleanUp.use(await temporaryFolder('doctor')).path
  // No engine at all: those that there are on this machine have nothing to do with it.
  const { DOCKER_HOST: _, ...rest } = await onlyDocker('', folder)
  env = { ...rest, PATH: folder, DOCKER_HOST: '' }
  port = await freePort()
  config = join(folder, 'config.yml')
  await mkdir(join(folder, 'images'))
  await writeConfig({})
})

async function writeConfig(extraConfig: Readonly<Record<string, unknown>>): Promise<void> {
  const settings = { port, folder: join(folder, 'images'), extraConfig }
  await writeFile(config, stringify(registryConfig(settings)))
}

async function doctor(...args: string[]) {
  const command = [CLI, 'doctor', ...args]
  return await attempt(process.execPath, command, { env })
}

async function results(): Promise<ReadonlyMap<string, Result>> {
  const { stdout } = await doctor('--json', config)
  const { results: found } = JSON.parse(stdout) as { results: Result[] }
  return new Map(found.map((result) => [result.id, result]))
}

test('finds nothing wrong while Berth does not run', async () => {
  const { code, stdout } = await doctor(config)
  expect(stdout).toMatch(/^ok +Port: Berth is not running; http:\/\/127\.0\.0\.1:\d+ is free/m)
  expect(stdout).toMatch(/^ok +Storage: Images lie in /m)
  expect(code).toBe(0)
})

test('finds the Berth that runs', async () => {
  await using registry = await startRegistry({
    program: 'berth',
    folder: join(folder, 'images'),
    port,
  })
  const found = await results()
  expect(found.get('port')?.findings[0]?.text).toMatch(
    new RegExp(`^Berth \\d.* serves at ${registry.url}`),
  )
})

test('names who has the port', async () => {
  const other = createServer((_request, response) => response.writeHead(404).end())
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
  try {
    const found = await results()
    expect(found.get('port')?.state).toBe('problem')
    expect(found.get('port')?.findings[0]?.text).toMatch(/is taken by .*node.*not Berth/)
    expect((await doctor(config)).code).toBe(1)
  } finally {
    other.close()
  }
})

test('says what is wrong with the folder', async () => {
  await writeFile(join(folder, 'file'), '')
  await writeConfig({ storage: { filesystem: { rootdirectory: join(folder, 'file') } } })
  const found = await results()
  expect(found.get('storage')).toMatchObject({ state: 'problem' })
  expect(found.get('storage')?.findings[0]?.todo).toBeTruthy()
  await writeConfig({})
})

test.each([[['a.yml', 'b.yml']], [['--colour']], [['nowhere.yml']]])(
  'is used wrongly with %j',
  async (args) => {
    const { code, stderr } = await doctor(...args)
    expect(code).toBe(2)
    expect(stderr).toMatch(/^berth: /)
  },
)
