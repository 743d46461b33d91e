import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { openDisk } from '../../server/storage/disk.ts'
import { FolderInUse, lockFolder } from '../../server/storage/folder-lock.ts'
import { ended, kill, spawnTethered } from '../support/child.ts'
import { temporaryFolder } from '../support/folder.ts'
import { failureOf, write } from './bytes.ts'

const HOLDER = join(import.meta.dirname, 'lock-holder.ts')
const ADDRESS = 'http://127.0.0.1:5000'

/** A folder whose lock another process holds. */
async function heldFolder() {
  const folder = await temporaryFolder('lock')
  const holder = spawnTethered(process.execPath, [HOLDER, folder.path, ADDRESS], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: holder.stdout ?? process.stdin })
  const [line] = await once(lines, 'line')
  return {
    path: folder.path,
    holder,
    line,
    async [Symbol.asyncDispose]() {
      await kill(holder)
      await folder[Symbol.asyncDispose]()
    },
  }
}

async function letGo(holder: ChildProcess): Promise<void> {
  holder.stdin?.end()
  await ended(holder)
}

test('a second process is told who holds the folder, and where', async () => {
  await using held = await heldFolder()
  const failure = await failureOf(lockFolder(held.path))
  expect(failure).toBeInstanceOf(FolderInUse)
  const { message, owner } = failure as FolderInUse
  expect(owner).toStrictEqual({ pid: held.holder.pid, addresses: [ADDRESS] })
  expect(message).toContain(`pid ${held.holder.pid}`)
  expect(message).toContain(ADDRESS)
  expect(message).toContain(held.path)
})

test('a lock whose holder was killed is taken over at once', async () => {
  await using held = await heldFolder()
  await kill(held.holder)
  const lock = await lockFolder(held.path)
  const failure = await failureOf(lockFolder(held.path))
  expect((failure as FolderInUse).owner).toStrictEqual({ pid: process.pid, addresses: [] })
  await lock.release()
})

test('release lets the next one in', async () => {
  await using held = await heldFolder()
  await letGo(held.holder)
  const lock = await lockFolder(held.path)
  expect(await failureOf(lockFolder(held.path))).toBeInstanceOf(FolderInUse)
  await lock.release()
  const again = await lockFolder(held.path)
  expect(await failureOf(lockFolder(held.path))).toBeInstanceOf(FolderInUse)
  await again.release()
})

test('one process does not get a folder twice', async () => {
  await using folder = await temporaryFolder('lock')
  const lock = await lockFolder(folder.path)
  await lock.announce([ADDRESS, 'http://[::1]:5000'])
  const failure = await failureOf(lockFolder(folder.path))
  expect(failure).toBeInstanceOf(FolderInUse)
  expect((failure as Error).message).toContain(`${ADDRESS} and http://[::1]:5000`)
  await lock.release()
})

test('a refusal does not take the lock from its holder', async () => {
  await using held = await heldFolder()
  await failureOf(lockFolder(held.path))
  await failureOf(lockFolder(held.path))
  expect(await failureOf(lockFolder(held.path))).toBeInstanceOf(FolderInUse)
})

test('opening the storage below it keeps the lock', async () => {
  await using folder = await temporaryFolder('lock')
  const lock = await lockFolder(folder.path)
  const driver = await openDisk(folder.path)
  await write(driver, 'object', Buffer.from('x'))
  const second = spawnTethered(process.execPath, [HOLDER, folder.path, ADDRESS], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const complaint = once(second.stderr ?? process.stdin, 'data')
  await ended(second)
  expect(second.exitCode).not.toBe(0)
  expect(String(await complaint)).toContain('FolderInUse')
  await lock.release()
})

for (const [what, text] of [
  ['nothing', ''],
  ['half of it', '{"pid":'],
  ['something else', '{"pid":"me","addresses":3}'],
] as const) {
  test(`the lock holds where its owner's file has ${what}`, async () => {
    await using folder = await temporaryFolder('lock')
    const lock = await lockFolder(folder.path)
    await writeFile(join(folder.path, '.berth/owner.json'), text)
    const failure = await failureOf(lockFolder(folder.path))
    expect((failure as FolderInUse).owner).toBeUndefined()
    expect((failure as FolderInUse).message).toContain('another Berth')
    await lock.release()
  })
}
