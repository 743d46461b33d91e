import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readArchive } from './archive.ts'
import { PACKED } from './checkout.ts'
import { pack } from './pack.ts'
import type { Packed } from './pack.ts'

describe('the packed app', () => {
  let packed: Packed
  beforeAll(async () => (packed = await pack('dir')))
  afterAll(() => packed[Symbol.asyncDispose]())

  const archive = () => readArchive(join(packed.app, 'resources/app.asar'))

  test('holds what it needs and nothing else', () => {
    expect(archive().files).toStrictEqual(PACKED.toSorted())
  })

  test('keeps native code outside the archive, where the system can load it', () => {
    const native = PACKED.filter((file) => file.endsWith('.node'))
    expect(archive().unpacked).toStrictEqual(native)
    const [file = ''] = native
    expect(readFileSync(join(packed.app, 'resources/app.asar.unpacked', file), 'utf8')).toBe(file)
  })

  test('starts with the main process, and tells Linux whose window it is', () => {
    expect(JSON.parse(archive().text('package.json'))).toMatchObject({
      name: 'berth',
      main: 'dist/electron/main.js',
      type: 'module',
      desktopName: 'berth-desktop.desktop',
    })
  })

  test('says nothing of how it was made', () => {
    const described = JSON.parse(archive().text('package.json')) as object
    expect(Object.keys(described)).not.toContain('scripts')
    expect(Object.keys(described)).not.toContain('devDependencies')
  })

  test('is the only app in there', () => {
    expect(existsSync(join(packed.app, 'berth-desktop'))).toBe(true)
    expect(existsSync(join(packed.app, 'resources/default_app.asar'))).toBe(false)
  })

  test('cannot be made to run as Node, to be inspected, or to load another app', () => {
    // As Node, cookies encrypted, NODE_OPTIONS, --inspect, integrity, only from the archive, a snapshot
    // of its own, more rights for file addresses.
    expect(fusesOf(join(packed.app, 'berth-desktop'))).toBe('01001100')
  })
})

/** One figure for each fuse, in Electron's order: 1 is on. */
function fusesOf(program: string): string | undefined {
  const text = readFileSync(program, 'latin1')
  return /dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX..(?<fuses>[01r]+)/s.exec(text)?.groups?.['fuses']
}
