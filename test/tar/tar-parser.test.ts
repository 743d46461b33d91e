import { mkdir, readFile, symlink, truncate, writeFile, link, chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { TarEntry } from '../../server/tar/tar-entry.ts'
import { TarParser } from '../../server/tar/tar-parser.ts'
import { ARCHIVE_END, fileHeader, padding } from '../../server/tar/tar-writer.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { describeWith } from '../support/tools.ts'

const cleanUp = cleanUpAfterAll()

interface Parsed extends TarEntry {
  readonly text: string
}

function parse(archive: Buffer, chunk = archive.length): readonly Parsed[] {
  const entries: Parsed[] = []
  let current: TarEntry | undefined
  let data: Buffer[] = []
  const parser = new TarParser({
    entry(entry) {
      current = entry
      data = []
    },
    data: (part) => data.push(Buffer.from(part)),
    end() {
      if (current) entries.push({ ...current, text: Buffer.concat(data).toString('latin1') })
    },
  })
  for (let at = 0; at < archive.length; at += chunk) {
    parser.write(archive.subarray(at, at + chunk))
  }
  parser.end()
  return entries
}

const LONG = `${'d'.repeat(90)}/${'e'.repeat(90)}/${'f'.repeat(120)}`

async function layOut(): Promise<string> {
  const { path } = cleanUp.use(await temporaryFolder('tar'))
  await mkdir(join(path, 'a', LONG, '..'), { recursive: true })
  await writeFile(join(path, 'a/hello.txt'), 'hello')
  await chmod(join(path, 'a/hello.txt'), 0o4755)
  await writeFile(join(path, 'a', LONG), 'long')
  await writeFile(join(path, 'a/ümläut 🚢'), '')
  await symlink(`../${LONG}`, join(path, 'a/link'))
  await link(join(path, 'a/hello.txt'), join(path, 'a/second'))
  await writeFile(join(path, 'a/sparse'), 'x')
  await truncate(join(path, 'a/sparse'), 3_000_000)
  return path
}

describeWith(['tar'], 'an archive of GNU tar', () => {
  test.each([
    ['gnu', 10240],
    ['gnu', 7],
    ['pax', 511],
    ['pax', 65536],
  ])('in %s format, in chunks of %d bytes', async (format, chunk) => {
    const folder = await layOut()
    const file = join(folder, 'out.tar')
    await run('tar', ['-C', folder, `--format=${format}`, '--sparse', '-cf', file, 'a'])
    const archive = await readFile(file)
    const entries = parse(archive, chunk)
    const at = (path: string) => entries.find((entry) => entry.path === path)
    expect(at('a/')).toMatchObject({ type: 'directory', size: 0 })
    const hello = entries.find(({ text }) => text === 'hello')
    expect(hello).toMatchObject({ type: 'file', size: 5, mode: 0o4755, isSparse: false })
    const { offset = 0 } = hello ?? {}
    expect(archive.toString('latin1', offset, offset + 5)).toBe('hello')
    expect(at(`a/${LONG}`)).toMatchObject({ type: 'file', text: 'long' })
    expect(at('a/ümläut 🚢')).toMatchObject({ type: 'file', size: 0 })
    expect(at('a/link')).toMatchObject({ type: 'symlink', target: `../${LONG}` })
    expect(entries.find(({ type }) => type === 'hardlink')?.target).toMatch(
      /^a\/(hello.txt|second)$/,
    )
    expect(at('a/sparse')).toMatchObject({ type: 'file', size: 3_000_000, isSparse: true })
    expect(at('a/sparse')?.stored).toBeLessThan(100_000)
    expect(hello?.modified).toBeGreaterThan(Date.now() - 600_000)
  })

  test.each([
    ['old tar', 'v7'],
    ['ustar', 'ustar'],
  ])('of %s', async (_name, format) => {
    const folder = cleanUp.use(await temporaryFolder('tar')).path
    await writeFile(join(folder, 'hello.txt'), 'hello')
    const file = join(folder, 'out.tar')
    await run('tar', ['-C', folder, `--format=${format}`, '-cf', file, 'hello.txt'])
    expect(parse(await readFile(file))).toMatchObject([{ path: 'hello.txt', text: 'hello' }])
  })
})

function archive(...files: readonly (readonly [path: string, text: string])[]): Buffer {
  const parts = files.flatMap(([path, text]) => [
    fileHeader({ path, size: text.length }),
    Buffer.from(text),
    padding(text.length),
  ])
  return Buffer.concat([...parts, ARCHIVE_END])
}

describe('an archive that is broken', () => {
  const good = archive(['one', 'x'.repeat(600)], ['two', 'yy'])

  test.each([
    ['in a header', 100, /byte 0, at its beginning: the archive ends/],
    ['in data', 700, /byte 700, after "one": the archive ends/],
    ['in padding', 1200, /byte 1200, after "one": the archive ends/],
  ])('ends %s', (_where, length, message) => {
    expect(() => parse(good.subarray(0, length))).toThrow(message)
  })

  test('has something else where a header should be', () => {
    const bad = Buffer.concat([good.subarray(0, 1536), Buffer.alloc(512, 7)])
    expect(() => parse(bad)).toThrow(/byte 2048, after "one": this is no tar header/)
  })

  test('is none', () => {
    expect(() => parse(Buffer.from('PK\u0003\u0004'.padEnd(600, 'zip')))).toThrow(/no tar header/)
  })

  test('has a name without end', () => {
    const header = fileHeader({ path: '././@LongLink', size: 2 ** 33 })
    header.write('L', 156, 'latin1')
    const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
    expect(() => parse(Buffer.concat([header, ARCHIVE_END]))).toThrow(/a name is 8589934592 bytes/)
  })
})

test.each([
  ['size', '-5'],
  ['size', '1.5'],
  ['GNU.sparse.realsize', '-1'],
  ['GNU.sparse.size', '0.5'],
])('%s of an extended header cannot be %s', (key, value) => {
  const record = ` ${key}=${value}\n`
  const text = `${record.length + 2}${record}`
  const head = fileHeader({ path: 'PaxHeaders/x', size: text.length })
  head.write('x', 156, 'latin1')
  const sum = head.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0)
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  const bad = Buffer.concat([head, Buffer.from(text), padding(text.length), archive(['one', 'x'])])
  expect(() => parse(bad)).toThrow(`${key} of the extended header is no size`)
})

test('ends at its end, whatever follows', () => {
  expect(parse(Buffer.concat([archive(['one', 'x']), Buffer.from('rubbish')]))).toHaveLength(1)
})

test('may lack the blocks at its end', () => {
  expect(parse(archive(['one', 'x']).subarray(0, 1024))).toHaveLength(1)
})

test('holds a file of more than 8 GiB', () => {
  const entries: TarEntry[] = []
  new TarParser({ entry: (entry) => entries.push(entry) }).write(
    fileHeader({ path: 'big', size: 10 * 2 ** 30 }),
  )
  expect(entries).toMatchObject([{ path: 'big', size: 10 * 2 ** 30 }])
})
