import { hash } from 'bcryptjs'
import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Bcrypt } from '../../server/auth/bcrypt.ts'
import { attempt, run } from '../support/command.ts'
import { describeWith } from '../support/tools.ts'

function opened(): Bcrypt {
  const bcrypt = new Bcrypt()
  onTestFinished(() => bcrypt.close())
  return bcrypt
}

/** Every thread that is started until the test is over. */
function watchWorkers(): Worker[] {
  const workers: Worker[] = []
  const add = (worker: Worker) => workers.push(worker)
  process.on('worker', add)
  onTestFinished(() => void process.off('worker', add))
  return workers
}

test.each([
  ['the right password', 'secret', 'secret', true],
  ['a wrong password', 'secret', 'Secret', false],
  ['an empty password', 'secret', '', false],
  ['a password beyond ASCII', 'пароль', 'пароль', true],
  ['a password of 72 bytes', 'x'.repeat(72), 'x'.repeat(72), true],
])('compares %s', async (_, password, given, matches) => {
  expect(await opened().compare(given, await hash(password, 4))).toBe(matches)
})

test('compares with a hash whose salt has unused bits set', async () => {
  const made = await hash('secret', `$2b$04$${'.'.repeat(22)}`)
  const unusual = `${made.slice(0, 28)}/${made.slice(29)}`
  expect(await opened().compare('secret', unusual)).toBe(true)
})

test('answers each of many comparisons at a time', async () => {
  const bcrypt = opened()
  const right = await hash('2', 4)
  const answers = ['1', '2', '3', '2'].map((password) => bcrypt.compare(password, right))
  expect(await Promise.all(answers)).toEqual([false, true, false, true])
})

test('uses one thread, and none before the first comparison', async () => {
  const workers = watchWorkers()
  const bcrypt = opened()
  const before = workers.length
  await bcrypt.compare('a', await hash('a', 4))
  await bcrypt.compare('b', await hash('b', 4))
  expect([before, workers.length]).toEqual([0, 1])
})

test('starts a new thread for a comparison over which the first one died', async () => {
  const workers = watchWorkers()
  const slow = await hash('secret', 11)
  const started = once(process, 'worker')
  const answer = opened().compare('secret', slow)
  await started
  await workers[0]?.terminate()
  expect([await answer, workers.length]).toEqual([true, 2])
})

test('a hash that is none fails, and the thread goes on', async () => {
  const bcrypt = opened()
  await expect(bcrypt.compare('secret', 'x'.repeat(60))).rejects.toThrow('Invalid salt')
  expect(await bcrypt.compare('secret', await hash('secret', 4))).toBe(true)
})

test('ends comparisons under way when closed, and takes no more', async () => {
  const bcrypt = opened()
  const slow = await hash('secret', 11)
  const results = await Promise.allSettled([bcrypt.compare('secret', slow), bcrypt.close()])
  expect(results[0]).toMatchObject({ reason: { message: expect.stringMatching('ended') } })
  await expect(bcrypt.compare('secret', slow)).rejects.toThrow('closed')
})

test('does not keep the process alive', async () => {
  const file = pathToFileURL(join(import.meta.dirname, '../../server/auth/bcrypt.ts')).href
  const script = `import { Bcrypt } from ${JSON.stringify(file)}
    console.log(await new Bcrypt().compare('secret', ${JSON.stringify(await hash('secret', 4))}))`
  const args = ['--input-type=module', '--eval', script]
  const outcome = await attempt(process.execPath, args, { patience: 10_000 })
  expect(outcome).toMatchObject({ code: 0, stdout: 'true\n' })
})

describeWith(['htpasswd'], 'hashes that Apache made', () => {
  test.each([
    ['the right password', 'pa ss:wörd', true],
    ['a wrong one', 'password', false],
  ])('compare with %s', async (_, given, matches) => {
    const line = await run('htpasswd', ['-nbB', '-C', '4', 'alice', 'pa ss:wörd'])
    const [, made = ''] = line.trim().split(/:(.*)/s)
    expect(await opened().compare(given, made)).toBe(matches)
  })
})
