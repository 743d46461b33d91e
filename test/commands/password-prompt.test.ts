import { compare } from 'bcryptjs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ended, kill, spawnTethered } from '../support/child.ts'
import { temporaryFolder } from '../support/folder.ts'
import { describeWith } from '../support/tools.ts'
import { CLI } from '../support/cli.ts'

const CTRL_C = '\u0003'
const BACKSPACE = '\u007F'

/** Runs `berth htpasswd FILE alice` on a terminal and types an answer to each question. */
async function typed(answers: readonly string[], ...options: string[]) {
  const folder = await temporaryFolder('prompt')
  onTestFinished(() => folder[Symbol.asyncDispose]())
  const file = join(folder.path, 'users')
  const command = [process.execPath, CLI, 'htpasswd', file, 'alice', ...options]
  const terminal = ['--quiet', '--return', '--command', command.join(' '), '/dev/null']
  const child = spawnTethered('script', terminal, { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => kill(child))
  const left = [...answers]
  let screen = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    screen += chunk.toString()
    if (/(?:Password for alice|The same again): $/.test(screen))
      child.stdin?.write(left.shift() ?? '')
  })
  await ended(child)
  return { file, screen, code: child.exitCode }
}

async function passwordIs(file: string, password: string): Promise<boolean> {
  return await compare(password, (await readFile(file, 'utf8')).trim().slice('alice:'.length))
}

describeWith(['script'], 'the question for a password', () => {
  test('asks twice and shows nothing of the answers', async () => {
    const { file, screen, code } = await typed(['secret\r', 'secret\r'])
    expect({ screen, code }).toEqual({
      screen: `Password for alice: \r\nThe same again: \r\n${file}: user alice added.\r\n`,
      code: 0,
    })
    expect(await passwordIs(file, 'secret')).toBe(true)
  })

  test('lets a typing mistake be corrected', async () => {
    const { file } = await typed([`sex${BACKSPACE}cret\r`, 'secret\r'])
    expect(await passwordIs(file, 'secret')).toBe(true)
  })

  test('takes both answers when they come at once', async () => {
    const { file } = await typed(['secret\rsecret\r'])
    expect(await passwordIs(file, 'secret')).toBe(true)
  })

  test.each([
    ['two different answers', ['secret\r', 'Secret\r'], [], 1, 'the two do not match'],
    ['an empty answer', ['\r', '\r'], [], 1, 'the password is empty'],
    ['an interruption', [CTRL_C], [], 1, 'no password was given'],
    ['--password-stdin', [], ['--password-stdin'], 2, 'standard input is a terminal'],
  ])('refuses %s', async (_, answers, options, status, problem) => {
    const { screen, code, file } = await typed(answers, ...options)
    expect([code, screen]).toEqual([status, expect.stringContaining(`berth: ${problem}`)])
    await expect(readFile(file)).rejects.toThrow('ENOENT')
  })
})
