import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { canariesIn, canary, filesWith } from './canaries.ts'
import { cleanUpAfterAll } from './clean-up.ts'
import { temporaryFolder } from './folder.ts'

const cleanUp = cleanUpAfterAll()
const value = canary('password')
const base64 = (text: string): string => Buffer.from(text).toString('base64')

test.each([
  ['plain', `a ${value} b`],
  ['in a URL', `https://a/?x=${encodeURIComponent(value)}`],
  ['in JSON', JSON.stringify({ value })],
  ['in base64', base64(value)],
  ['in base64 after a name', base64(`al:${value}`)],
  ['in base64 after a longer name', base64(`ali:${value}!`)],
  ['in base64 after the longest name', base64(`alice:${value}`)],
  ['in base64 for URLs', Buffer.from(`x${value}`).toString('base64url')],
  ['as UTF-16', Buffer.from(value, 'utf16le')],
])('a canary is found %s', (_form, text) => {
  expect(canariesIn(text, { value, other: canary('other') })).toEqual(['value'])
})

test('files that hold it are named', async () => {
  const { path } = cleanUp.use(await temporaryFolder('canaries'))
  await writeFile(join(path, 'a'), base64(`x:${value}`))
  await writeFile(join(path, 'b'), 'nothing')
  expect(await filesWith(path, { value })).toEqual([`value in ${join(path, 'a')}`])
})
