import { compare } from 'bcryptjs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { attempt, run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { startRegistry } from '../support/registry-process.ts'
import { describeWith } from '../support/tools.ts'
import { berth } from './berth.ts'

async function temporaryPath(): Promise<string> {
  const folder = await temporaryFolder('htpasswd')
  onTestFinished(() => folder[Symbol.asyncDispose]())
  return join(folder.path, 'users')
}

async function hashOf(file: string, user: string): Promise<string> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.find((line) => line.startsWith(`${user}:`))?.slice(user.length + 1) ?? ''
}

test('adds a user with a bcrypt hash of cost 10', async () => {
  const file = await temporaryPath()
  const outcome = await berth(['htpasswd', file, 'alice'], { input: 'secret\n' })
  expect(outcome).toEqual({ code: 0, stdout: `${file}: user alice added.\n`, stderr: '' })
  const made = await hashOf(file, 'alice')
  expect(made).toMatch(/^\$2y\$10\$.{53}$/)
  expect(await compare('secret', made)).toBe(true)
})

test('changes a user and nothing else', async () => {
  const file = await temporaryPath()
  await writeFile(file, '# users\nalice:old\nbob:x')
  const outcome = await berth(['htpasswd', '--password-stdin', file, 'alice'], { input: 'secret' })
  expect(outcome).toMatchObject({ code: 0, stdout: `${file}: password of alice changed.\n` })
  const rest = (await readFile(file, 'utf8')).replace(await hashOf(file, 'alice'), 'HASH')
  expect(rest).toBe('# users\nalice:HASH\nbob:x')
})

test('removes a user', async () => {
  const file = await temporaryPath()
  await writeFile(file, 'alice:x\nbob:x\n')
  const outcome = await berth(['htpasswd', '--delete', file, 'alice'])
  expect(outcome).toEqual({ code: 0, stdout: `${file}: user alice removed.\n`, stderr: '' })
  expect(await readFile(file, 'utf8')).toBe('bob:x\n')
})

test.each([
  ['the first line', 'pa ss\nmore\n', 'pa ss'],
  ['a line that ends as on Windows', 'secret\r\n', 'secret'],
  ['72 bytes', 'é'.repeat(36), 'é'.repeat(36)],
])('takes %s for the password', async (_, input, password) => {
  const file = await temporaryPath()
  await berth(['htpasswd', file, 'alice'], { input })
  expect(await compare(password, await hashOf(file, 'alice'))).toBe(true)
})

test.each([
  ['an empty password', '\nsecret\n', 'the password is empty'],
  ['no password', '', 'the password is empty'],
  ['73 bytes', 'x'.repeat(73), 'has 73 bytes: bcrypt would ignore all after the first 72'],
  ['a zero byte', 'a\0b\n', 'cannot contain a zero byte'],
  ['an endless line', 'x'.repeat(100_000), 'is too long'],
])('refuses %s', async (_, input, problem) => {
  const file = await temporaryPath()
  const { code, stderr } = await berth(['htpasswd', file, 'alice'], { input })
  expect([code, stderr]).toEqual([1, expect.stringContaining(problem)])
  await expect(readFile(file)).rejects.toThrow('ENOENT')
})

test.each([
  ['no arguments', [], 'needs a FILE and a USER'],
  ['no user', ['file'], 'needs a FILE and a USER'],
  ['a password on the command line', ['file', 'alice', 'secret'], 'no password'],
  ['an empty name', ['file', ''], 'the user name is empty'],
  ['a colon', ['file', 'a:b'], 'cannot contain a colon'],
  ['a line break', ['file', 'a\nb'], 'cannot contain control characters'],
  ['a blank at an end', ['file', ' a'], 'cannot start or end with a blank'],
  ['a comment', ['file', '#a'], "cannot start with '#'"],
  ['a long name', ['file', 'é'.repeat(128)], 'at most 255 bytes'],
  ['two minds', ['file', 'a', '--delete', '--password-stdin'], 'needs no --password-stdin'],
])('calls wrong usage: %s', async (_, args, problem) => {
  const { code, stderr } = await berth(['htpasswd', ...args], { input: 'secret\n' })
  expect([code, stderr]).toEqual([2, expect.stringContaining(problem)])
})

test.each([
  ['an unknown user', 'bob', 'has no user "bob"'],
  ['a user of another case', 'Alice', 'has no user "Alice"'],
])('fails to remove %s', async (_, user, problem) => {
  const file = await temporaryPath()
  await writeFile(file, 'alice:x\n')
  const { code, stderr } = await berth(['htpasswd', '--delete', file, user])
  expect([code, stderr]).toEqual([1, `berth: ${file} ${problem}\n`])
})

test('fails to remove from a file that does not exist, and makes none', async () => {
  const file = await temporaryPath()
  const { code, stderr } = await berth(['htpasswd', '--delete', file, 'alice'])
  expect([code, stderr]).toEqual([1, `berth: ${file} does not exist\n`])
  await expect(readFile(file)).rejects.toThrow('ENOENT')
})

test('never shows the password', async () => {
  const file = await temporaryPath()
  const done = await berth(['htpasswd', file, 'alice'], { input: 'tell-nobody\n' })
  const failed = await berth(['htpasswd', `${file}/x`, 'alice'], { input: 'tell-nobody\n' })
  expect(JSON.stringify([done, failed])).not.toContain('tell-nobody')
})

describeWith(['htpasswd'], 'users for Apache', () => {
  test.each([
    ['takes the right password', 'secret wörd', 0],
    ['refuses another', 'secret', 3],
  ])('%s', async (_, password, code) => {
    const file = await temporaryPath()
    await berth(['htpasswd', file, 'alice'], { input: 'secret wörd\n' })
    expect(await attempt('htpasswd', ['-vb', file, 'alice', password])).toMatchObject({ code })
  })

  test('changes a file that Apache made', async () => {
    const file = await temporaryPath()
    await run('htpasswd', ['-cbB', file, 'alice', 'old'])
    await berth(['htpasswd', file, 'alice'], { input: 'new\n' })
    expect(await attempt('htpasswd', ['-vb', file, 'alice', 'new'])).toMatchObject({ code: 0 })
  })
})

describeWith(['docker-registry'], 'users for docker-registry', () => {
  test.each([
    ['lets in the right password', 'secret', 200],
    ['refuses another', 'Secret', 401],
  ])('%s', async (_, password, status) => {
    await using folder = await temporaryFolder('registry')
    const htpasswd = join(folder.path, 'users')
    await berth(['htpasswd', htpasswd, 'alice'], { input: 'secret\n' })
    await using registry = await startRegistry({
      program: 'docker-registry',
      folder: join(folder.path, 'storage'),
      htpasswd,
    })
    const authorization = `Basic ${Buffer.from(`alice:${password}`).toString('base64')}`
    const answer = await fetch(`${registry.url}/v2/`, { headers: { authorization } })
    expect(answer.status).toBe(status)
  })
})
