import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { temporaryFolder } from './folder.ts'
import { readSkips, recordSkip, reportingSkipsTo, skipTable } from './skips.ts'

const docker = { suite: 'docker', tool: 'docker', remedy: 'apt-get install docker.io' }
const nginx = { suite: 'docker through nginx', tool: 'nginx', remedy: 'apt-get install nginx' }

afterEach(() => vi.unstubAllEnvs())

test('a skip that two projects recorded is read once', async () => {
  await using folder = await temporaryFolder('skips')
  const file = join(folder.path, 'skips')
  for (const [name, value] of Object.entries(reportingSkipsTo(file))) vi.stubEnv(name, value)
  for (const skip of [docker, nginx, docker]) recordSkip(skip)
  expect(readSkips(file)).toEqual([docker, nginx])
})

test('nothing is recorded in a run that has no table', async () => {
  await using folder = await temporaryFolder('skips')
  const file = join(folder.path, 'skips')
  for (const name of Object.keys(reportingSkipsTo(file))) vi.stubEnv(name, undefined)
  recordSkip(docker)
  expect(readSkips(file)).toEqual([])
})

test('the table lines its columns up', () => {
  expect(skipTable([docker, nginx])).toBe(
    [
      'skipped suite         needs   to run it',
      'docker                docker  apt-get install docker.io',
      'docker through nginx  nginx   apt-get install nginx',
      '',
    ].join('\n'),
  )
})

test('without skips there is no table', () => {
  expect(skipTable([])).toBe('')
})
