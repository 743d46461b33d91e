import { appendFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openAudit, type Audit } from '../../server/audit/audit.ts'
import { temporaryFolder } from '../support/folder.ts'
import { quietLog } from '../support/quiet-log.ts'

const configFor = (folder: string, more: object = {}) => ({
  path: join(folder, 'logs/audit.log'),
  isAskedFor: true,
  maxSize: 1_000,
  maxFiles: 3,
  ...more,
})

const push = (audit: Audit, tag: string): void =>
  audit.record({ action: 'push', via: 'client', repository: 'app', tag, remote: '192.0.2.1' })

const tagsOf = async (audit: Audit, search = {}) =>
  (await audit.list({ limit: 100, ...search })).map(({ tag }) => tag)

test('one entry is one line of JSON, in a file for its owner alone', async () => {
  await using folder = await temporaryFolder('audit')
  const config = configFor(folder.path)
  const audit = await openAudit(config, quietLog(), { now: () => 0 })
  push(audit, 'a\nb')
  await audit.close()
  expect(await readFile(config.path, 'utf8')).toBe(
    '{"id":1,"time":"1970-01-01T00:00:00.000Z","action":"push","via":"client","repository":"app",' +
      '"tag":"a\\nb","remote":"192.0.2.1"}\n',
  )
  const mode = (await stat(config.path)).mode & 0o777
  expect(process.platform === 'win32' ? 0o600 : mode).toBe(0o600)
})

test('a file that is full gives way, and the oldest goes', async () => {
  await using folder = await temporaryFolder('audit')
  const config = configFor(folder.path)
  const audit = await openAudit(config, quietLog())
  for (let at = 0; at < 60; at++) {
    push(audit, `t${at}`)
    await audit.list({ limit: 1 })
  }
  expect((await readdir(join(folder.path, 'logs'))).toSorted()).toEqual([
    'audit.log',
    'audit.log.1',
    'audit.log.2',
  ])
  const kept = await tagsOf(audit)
  expect(kept.length).toBeGreaterThan(14)
  expect(kept.length).toBeLessThan(30)
  expect(kept).toEqual(Array.from(kept, (_, at) => `t${59 - at}`))
  await audit.close()
})

test('goes on counting after a restart, past a line that was cut off', async () => {
  await using folder = await temporaryFolder('audit')
  const config = configFor(folder.path)
  const first = await openAudit(config, quietLog())
  push(first, 'a')
  push(first, 'b')
  await first.close()
  await appendFile(config.path, '{"id":3,"time":"19\n')
  const second = await openAudit(config, quietLog())
  push(second, 'c')
  const entries = await second.list({ limit: 10 })
  expect(entries.map(({ id, tag }) => [id, tag])).toEqual([
    [3, 'c'],
    [2, 'b'],
    [1, 'a'],
  ])
  await second.close()
})

test('is searched, and read in pages', async () => {
  await using folder = await temporaryFolder('audit')
  const audit = await openAudit(configFor(folder.path, { maxSize: 100_000 }), quietLog())
  for (const tag of ['a', 'b', 'c', 'd']) push(audit, tag)
  audit.record({ action: 'delete', via: 'client', repository: 'other', tag: 'x', user: 'Ada' })
  expect(await tagsOf(audit, { limit: 2 })).toEqual(['x', 'd'])
  expect(await tagsOf(audit, { limit: 2, before: 4 })).toEqual(['c', 'b'])
  expect(await tagsOf(audit, { search: 'ada' })).toEqual(['x'])
  await audit.close()
})

test('whoever tries a wrong password all day fills nothing', async () => {
  await using folder = await temporaryFolder('audit')
  let now = 0
  const audit = await openAudit(configFor(folder.path), quietLog(), { now: () => now })
  const fail = (remote: string) => audit.record({ action: 'login-failed', via: 'client', remote })
  for (let at = 0; at < 100; at++) fail('192.0.2.1')
  fail('192.0.2.2')
  now = 60_000
  fail('192.0.2.1')
  const entries = await audit.list({ limit: 10 })
  expect(entries.map(({ remote, repeated }) => [remote, repeated])).toEqual([
    ['192.0.2.1', 99],
    ['192.0.2.2', undefined],
    ['192.0.2.1', undefined],
  ])
  await audit.close()
})

test('says where it cannot be written, and what to do', async () => {
  await using folder = await temporaryFolder('audit')
  await writeFile(join(folder.path, 'logs'), '')
  await expect(openAudit(configFor(folder.path), quietLog())).rejects.toThrow(
    /audit\.log cannot be written: .*; name another in log\.audit\.path/,
  )
})

test('says once that it cannot be written any more', async () => {
  await using folder = await temporaryFolder('audit')
  const config = configFor(folder.path, { maxSize: 1 })
  const heard: string[] = []
  const log = quietLog({ error: (text) => heard.push(text) })
  const audit = await openAudit(config, log)
  push(audit, 'a')
  await audit.list({ limit: 1 })
  // What is rotated to is in the way.
  await mkdir(join(`${config.path}.1`, 'x'), { recursive: true })
  push(audit, 'b')
  await audit.list({ limit: 1 })
  push(audit, 'c')
  await audit.list({ limit: 1 })
  expect(heard).toEqual(['the audit log cannot be written'])
  await audit.close()
})
