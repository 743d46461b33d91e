import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ICONS, PANELS, SET_SIZES, TRAY_PNG_SIZES, TRAY_STATES } from '../../build/icon-table.ts'
import { readPng } from '../../build/png.ts'
import { picturesIn } from './pictures.ts'

const FOLDER = join(import.meta.dirname, '../../build/icons')

const bytesOf = (file: string): Buffer => readFileSync(join(FOLDER, file))

/** What shows of a picture at each place, whatever its colour. */
function shapeOf(file: string): readonly boolean[] {
  const { rgba } = readPng(bytesOf(file))
  return Array.from({ length: rgba.length / 4 }, (_, i) => (rgba[i * 4 + 3] ?? 0) > 127)
}

const widest = (file: string): number =>
  Math.max(...picturesIn(bytesOf(file)).map(({ width }) => width))

const differing = (a: readonly boolean[], b: readonly boolean[]): number =>
  a.filter((shown, i) => shown !== b[i]).length

test.each(ICONS)('$file holds the sizes it was drawn in', ({ file, frames }) => {
  const pictures = picturesIn(bytesOf(file))
  expect(new Set(pictures.map(({ width }) => width))).toStrictEqual(
    new Set(frames.map(({ size }) => size)),
  )
  expect(pictures.filter(({ width, height }) => width !== height)).toStrictEqual([])
})

test('nothing lies there that is not made any more', () => {
  const files = globSync('{app,tray}/*', { cwd: FOLDER }).map((file) => file.replaceAll('\\', '/'))
  expect(files.toSorted()).toStrictEqual(ICONS.map(({ file }) => file).toSorted())
})

describe('each system finds what it looks for', () => {
  test.each(TRAY_STATES)('in the tray when %s', (state) => {
    expect(picturesIn(bytesOf(`tray/${state}Template.png`))).toMatchObject([{ width: 16 }])
    expect(picturesIn(bytesOf(`tray/${state}Template@2x.png`))).toMatchObject([{ width: 32 }])
    for (const panel of PANELS) {
      const sizes = picturesIn(bytesOf(`tray/${state}-${panel}.ico`)).map(({ width }) => width)
      expect(sizes).toStrictEqual([16, 20, 24, 32, 40, 48])
      for (const size of TRAY_PNG_SIZES) {
        expect(picturesIn(bytesOf(`tray/${state}-${panel}-${size}.png`))).toMatchObject([
          { width: size },
        ])
      }
    }
  })

  test('for the app: Windows up to 256, macOS up to 1024, Linux from 16 to 512', () => {
    expect(widest('app/berth.ico')).toBe(256)
    expect(widest('app/berth.icns')).toBe(1024)
    for (const size of SET_SIZES) expect(widest(`app/${size}x${size}.png`)).toBe(size)
  })
})

describe('the tray tells its states apart by shape alone', () => {
  const pairs = TRAY_STATES.flatMap((a, i) => TRAY_STATES.slice(i + 1).map((b) => [a, b] as const))

  test.each(pairs)('%s from %s', (a, b) => {
    // 16 by 16 pixels: less than a tenth would be overlooked.
    const shapes = [a, b].map((state) => shapeOf(`tray/${state}Template.png`))
    expect(differing(shapes[0] ?? [], shapes[1] ?? [])).toBeGreaterThan(25)
  })

  test.each(TRAY_STATES)('%s has the same shape on light and dark panels', (state) => {
    const [light = [], dark = []] = PANELS.map((panel) => shapeOf(`tray/${state}-${panel}-22.png`))
    expect(light.filter(Boolean).length).toBeGreaterThan(0)
    expect(differing(light, dark)).toBe(0)
  })

  test.each(TRAY_STATES)('%s is black and clear, nothing else, for macOS to colour', (state) => {
    const { rgba } = readPng(bytesOf(`tray/${state}Template.png`))
    const coloured = rgba.filter((value, i) => i % 4 !== 3 && value !== 0)
    expect(coloured).toHaveLength(0)
  })
})
