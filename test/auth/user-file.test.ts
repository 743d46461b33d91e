import { appendFile, chmod, mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openUserFile, UserFileError } from '../../server/auth/user-file.ts'
import { temporaryFolder } from '../support/folder.ts'

const REST = 'abcdefghijklmnopqrstuv0123456789ABCDEFGHIJKLMNOPQRSTU'
const line = (user: string, cost = '05') => `${user}:$2y$${cost}$${REST}\n`

async function temporaryPath(): Promise<string> {
  const folder = await temporaryFolder('users')
  onTestFinished(() => folder[Symbol.asyncDispose]())
  return join(folder.path, 'htpasswd')
}

/** An open file with a clock of its own and everything it logged. */
async function opened(text: string) {
  const path = await temporaryPath()
  await writeFile(path, text)
  const clock = { time: 0 }
  const warnings: string[] = []
  const log = {
    info: () => undefined,
    warn: (message: string) => warnings.push(message),
  }
  const file = await openUserFile({ path, log, now: () => clock.time })
  await file.refresh()
  const later = async (milliseconds: number) => {
    clock.time += milliseconds
    await file.refresh()
    return [...file.users.hashes.keys()]
  }
  return { path, file, clock, warnings, later }
}

test('has the users of the file', async () => {
  const { file } = await opened(line('alice') + line('bob'))
  expect([...file.users.hashes.keys()]).toEqual(['alice', 'bob'])
})

test.each([
  ['appended to', (path: string) => appendFile(path, line('bob')), ['alice', 'bob']],
  ['written anew', (path: string) => writeFile(path, line('bob')), ['bob']],
  [
    'replaced by another',
    async (path: string) => {
      await writeFile(`${path}.new`, line('carl '))
      await rename(`${path}.new`, path)
    },
    ['carl '],
  ],
])('follows a file that is %s', async (_, change, users) => {
  const { path, later } = await opened(line('alice'))
  await later(5000)
  await change(path)
  expect(await later(100)).toEqual(users)
})

test('is stale after 100 ms, until the next look', async () => {
  const { file, clock, later } = await opened(line('alice'))
  clock.time += 99
  const young = file.stale()
  clock.time += 1
  const old = file.stale()
  await later(0)
  expect([young, old, file.stale()]).toEqual([false, true, false])
})

test('keeps the same users as long as the text is the same', async () => {
  const { path, file, later } = await opened(line('alice'))
  const { users } = file
  await chmod(path, 0o640)
  await later(100)
  expect(file.users).toBe(users)
})

test('sees a second change of the same size under the same time stamp', async () => {
  const { path, later } = await opened(line('alice'))
  const stamp = new Date('2026-01-01T00:00:00Z')
  await writeFile(path, line('bobby'))
  await utimes(path, stamp, stamp)
  await later(100)
  await writeFile(path, line('carol'))
  await utimes(path, stamp, stamp)
  expect(await later(100)).toEqual(['carol'])
})

test('keeps its users while the file is missing, and says so once', async () => {
  const { path, warnings, later } = await opened(line('alice'))
  await rm(path)
  const users = [await later(100), await later(100)]
  expect({ users, warnings }).toEqual({
    users: [['alice'], ['alice']],
    warnings: [
      `The htpasswd file ${path} does not exist. To add a user, run: berth htpasswd ${path} USER ` +
        'Until then the users last read count.',
    ],
  })
})

test('takes the file that comes back, and would tell of the next loss', async () => {
  const { path, warnings, later } = await opened(line('alice'))
  await rm(path)
  await later(100)
  await writeFile(path, line('bob'))
  const users = await later(100)
  await rm(path)
  await later(100)
  expect([users, warnings.length]).toEqual([['bob'], 2])
})

test.each([
  ['empty', ''],
  ['cut off in a hash', line('alice') + line('bob').slice(0, 30)],
  ['cut off in a name', `${line('alice')}bo`],
])('waits for the rest of a file that is %s', async (_, text) => {
  const { path, warnings, later } = await opened(line('alice') + line('bob'))
  await writeFile(path, text)
  const users = await later(100)
  expect({ users, warnings }).toEqual({ users: ['alice', 'bob'], warnings: [] })
})

test('believes an empty file after two seconds', async () => {
  const { path, warnings, later } = await opened(line('alice'))
  await writeFile(path, '')
  const users = [await later(100), await later(1900), await later(100)]
  expect(users).toEqual([['alice'], ['alice'], []])
  expect(warnings).toEqual([expect.stringContaining('names no user: nobody can log in')])
})

test('warns once about lines that it skips, by number and not by content', async () => {
  const { path, warnings, later } = await opened(`alice:secret\n${line('bob')}nonsense\n`)
  await later(100)
  expect(warnings).toEqual([
    `${path}: line 1 (not a bcrypt hash), line 3 (no colon) skipped: ` +
      'only lines `name:bcrypt hash` can log in.',
  ])
})

test('does not list hundreds of lines', async () => {
  const { warnings } = await opened('nonsense\n'.repeat(300) + line('bob'))
  expect(warnings[0]).toContain('line 10 (no colon) and 290 more skipped')
})

test('refuses a missing file with the command to run', async () => {
  const path = await temporaryPath()
  const log = { info: () => undefined, warn: () => undefined }
  const opening = openUserFile({ path, log, now: () => 0 })
  await expect(opening).rejects.toThrow(UserFileError)
  await expect(opening).rejects.toThrow(`run: berth htpasswd ${path} USER`)
})

test('refuses a folder', async () => {
  const path = await temporaryPath()
  await mkdir(path)
  const log = { info: () => undefined, warn: () => undefined }
  await expect(openUserFile({ path, log, now: () => 0 })).rejects.toThrow(
    `The htpasswd file ${path} cannot be read: it is not a file.`,
  )
})
