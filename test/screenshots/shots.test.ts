import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fileOf, NAMES, THEMES } from './shots.ts'

const PROJECT = join(import.meta.dirname, '../..')
const FOLDER = 'build/screenshots'

const textOf = (file: string): string => readFileSync(join(PROJECT, file), 'utf8')

/** The same picture in the other theme. */
function inOtherTheme(file: string): string {
  return file.endsWith('-light.png')
    ? file.replace('-light.png', '-dark.png')
    : file.replace('-dark.png', '-light.png')
}

test('every page of the console has its picture, and no other is kept', () => {
  const pages = textOf('renderer/pages/current-page.tsx').matchAll(/case '([a-z]+)':/g)
  const shown = Array.from(pages, ([, page]) => page).filter((page) => page !== 'unknown')
  expect(shown).not.toEqual([])
  expect(NAMES).toEqual(expect.arrayContaining(shown))
  const files = NAMES.flatMap((name) => THEMES.map((theme) => fileOf(name, theme)))
  expect(readdirSync(join(PROJECT, FOLDER)).toSorted()).toStrictEqual(files.toSorted())
})

test('the pictures that the documents show are there, for both themes', () => {
  const shown = textOf('README.md').matchAll(/(?:src|srcset)="([^"]+)"/g)
  const files = new Set(Array.from(shown, ([, file = '']) => file))
  const kept = readdirSync(join(PROJECT, FOLDER)).map((file) => `${FOLDER}/${file}`)
  expect(files.size).toBeGreaterThan(0)
  expect(kept).toEqual(expect.arrayContaining([...files]))
  expect([...files]).toEqual(expect.arrayContaining([...files].map(inOtherTheme)))
})
