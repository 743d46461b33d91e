import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { diskRunner, type DiskRunner } from '../../server/storage/disk-runner.ts'
import { openDisk } from '../../server/storage/disk.ts'
import { OffsetConflict, StorageFull } from '../../server/storage/driver.ts'
import { temporaryFolder } from '../support/folder.ts'
import { bodyOf, brokenBody, failureOf, heldBody, sumOf, move, write } from './bytes.ts'
import { driverSuite } from './driver-suite.ts'
import { namesIn, readText } from './driver-test.ts'

const MIB = 1024 * 1024
const FD = '/proc/self/fd'

async function openFolder(runner?: DiskRunner) {
  const folder = await temporaryFolder('disk')
  const driver = await openDisk(folder.path, runner)
  const close = async () => {
    await driver.close()
    await folder[Symbol.asyncDispose]()
  }
  const temporary = (): Promise<string[]> => readdir(join(folder.path, '.berth/tmp'))
  return { driver, path: folder.path, temporary, [Symbol.asyncDispose]: close }
}

/** Files below `root` that this process holds open. */
async function openFiles(root: string): Promise<string[]> {
  const links = (await readdir(FD)).map((fd) => readlink(join(FD, fd)).catch(() => ''))
  return (await Promise.all(links)).filter((target) => target.startsWith(root))
}

driverSuite('a folder', () => openFolder())
driverSuite('a folder, by threads', () => openFolder(diskRunner(false)))

describe('what is under way lies aside', () => {
  test('and is gone when it is done', async () => {
    await using disk = await openFolder()
    await write(disk.driver, 'a/b', Buffer.from('x'))
    await disk.driver.writeInOrder([[{ path: 'c', bytes: Buffer.from('x') }]])
    const whole = Array.from({ length: 4 }, (_, at) => [
      { path: `f/${at}`, bytes: Buffer.from('x'), whole: 'f' },
    ])
    await Promise.all(whole.map((group) => disk.driver.writeInOrder([group])))
    await disk.driver.append('d', 0, bodyOf('x'))
    await move(disk.driver, 'd', 'e')
    await disk.driver.remove('a')
    expect(await disk.temporary()).toStrictEqual([])
    expect(await namesIn(disk.driver, '')).toStrictEqual(['.berth', 'c', 'e', 'f'])
  })

  test('and is gone when it could not be done', async () => {
    await using disk = await openFolder()
    await mkdir(join(disk.path, 'folder/below'), { recursive: true })
    await writeFile(join(disk.path, 'file'), 'x')
    const bytes = Buffer.from('x')
    const failures = await Promise.all(
      [
        write(disk.driver, 'folder', bytes),
        write(disk.driver, 'file/below', bytes),
        write(disk.driver, 'n'.repeat(256), bytes),
        disk.driver.writeInOrder([[{ path: 'a', bytes }], [{ path: 'folder', bytes }]]),
        disk.driver.writeInOrder([[{ path: 'file/a/b', bytes, whole: 'file/a' }]]),
        disk.driver.append('folder', 0, bodyOf('x')),
        disk.driver.append('file/below', 0, bodyOf('x')),
        disk.driver.append('broken', 0, brokenBody(new Error('broke'), 'x')),
        move(disk.driver, 'file', 'folder'),
        move(disk.driver, 'absent', 'b'),
      ].map(failureOf),
    )
    expect(failures.filter((failure) => !(failure instanceof Error))).toStrictEqual([])
    expect(await disk.temporary()).toStrictEqual([])
    expect(await readText(disk.driver, 'file')).toBe('x')
    expect(await namesIn(disk.driver, 'folder')).toStrictEqual(['below'])
  })

  test('and what an earlier process left is dropped', async () => {
    await using disk = await openFolder()
    await mkdir(join(disk.path, '.berth/tmp/removed/tree'), { recursive: true })
    await writeFile(join(disk.path, '.berth/tmp/half'), 'half')
    await write(disk.driver, 'kept', Buffer.from('x'))
    await openDisk(disk.path)
    expect(await disk.temporary()).toStrictEqual([])
    expect(await readText(disk.driver, 'kept')).toBe('x')
  })
})

test('the folder is made with all above it', async () => {
  await using folder = await temporaryFolder('disk')
  const driver = await openDisk(join(folder.path, 'a/b/c'))
  await write(driver, 'object', Buffer.from('x'))
  expect(await readFile(join(folder.path, 'a/b/c/object'), 'utf8')).toBe('x')
})

test('a folder removed behind its back is made again', async () => {
  await using disk = await openFolder()
  await write(disk.driver, 'a/b/object', Buffer.from('x'))
  await using other = { [Symbol.asyncDispose]: async () => {}, driver: await openDisk(disk.path) }
  await other.driver.remove('a')
  await write(disk.driver, 'a/b/object', Buffer.from('again'))
  expect(await readText(disk.driver, 'a/b/object')).toBe('again')
})

test('a file that shrinks while it is read is an error, not a short answer', async () => {
  await using disk = await openFolder()
  await disk.driver.append('object', 0, bodyOf(Buffer.alloc(3 * MIB)))
  const opened = await disk.driver.open('object')
  await writeFile(join(disk.path, 'object'), 'cut')
  expect(await failureOf(sumOf(opened?.body ?? bodyOf()))).toBeInstanceOf(Error)
})

describe.skipIf(!existsSync('/dev/full'))('a full device', () => {
  test('is told apart', async () => {
    await using disk = await openFolder()
    await symlink('/dev/full', join(disk.path, 'object'))
    const failure = await failureOf(disk.driver.append('object', 0, bodyOf('x')))
    expect(failure).toBeInstanceOf(StorageFull)
    const large = Array.from({ length: 5 }, () => Buffer.alloc(MIB))
    expect(await failureOf(disk.driver.append('object', 0, bodyOf(...large)))).toBeInstanceOf(
      StorageFull,
    )
  })
})

describe.skipIf(!existsSync(FD))('no file stays open', () => {
  test('an open body holds one, which is how this is seen', async () => {
    await using disk = await openFolder()
    await write(disk.driver, 'object', Buffer.from('x'))
    const opened = await disk.driver.open('object')
    expect(await openFiles(disk.path)).toStrictEqual([join(disk.path, 'object')])
    await opened?.body.close()
    expect(await openFiles(disk.path)).toStrictEqual([])
  })

  test('after each operation', async () => {
    await using disk = await openFolder()
    const { driver } = disk
    await write(driver, 'object', Buffer.from('x'))
    await driver.append('data', 0, bodyOf(Buffer.alloc(40 * MIB)))
    await failureOf(driver.append('data', 0, bodyOf('x')))
    await failureOf(driver.append('data', 40 * MIB, brokenBody(new Error('broke'), 'x')))
    await move(driver, 'data', 'moved')
    await failureOf(move(driver, 'absent', 'moved'))
    await failureOf(write(driver, 'object/below', Buffer.from('x')))
    await driver.read('object')
    await driver.open('absent')
    await driver.open('.berth')
    await driver.stat('object')
    await namesIn(driver, '')
    await sumOf((await driver.open('moved'))?.body ?? bodyOf())
    await driver.remove('moved')
    expect(await openFiles(disk.path)).toStrictEqual([])
  })

  test('after a conflict, though another append goes on', async () => {
    await using disk = await openFolder()
    const held = heldBody()
    const first = disk.driver.append('data', 0, held)
    await held.begun
    const second = failureOf(disk.driver.append('data', 0, bodyOf('second')))
    await held.push('first')
    held.end()
    expect(await first).toBe(5)
    expect(await second).toBeInstanceOf(OffsetConflict)
    expect(await openFiles(disk.path)).toStrictEqual([])
  })

  test('when a reader stops, stands still and goes away', async () => {
    await using disk = await openFolder()
    await disk.driver.append('object', 0, bodyOf(Buffer.alloc(20 * MIB)))
    for await (const _ of (await disk.driver.open('object'))?.body ?? []) break
    const first = Promise.withResolvers<void>()
    const still = new Writable({ write: () => first.resolve() })
    const sending = failureOf(
      (await disk.driver.open('object'))?.body.sendTo(still) ?? first.promise,
    )
    await first.promise
    expect(await openFiles(disk.path)).toHaveLength(1)
    still.destroy()
    expect(await sending).toBeInstanceOf(Error)
    expect(await openFiles(disk.path)).toStrictEqual([])
  })
})
