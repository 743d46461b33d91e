import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { setupMethods } from '../../server/control/setup-methods.ts'
import { openSetup } from '../../server/setup/setup.ts'
import { temporaryFolder } from '../support/folder.ts'

let cleanUp: AsyncDisposableStack
let folder: string
let troubles: string[]

beforeEach(async () => {
  cleanUp = new AsyncDisposableStack()
  ;({ path: folder } = cleanUp.use(await temporaryFolder('setup')))
  troubles = []
})
afterEach(() => cleanUp.disposeAsync())

const file = (): string => join(folder, 'berth', 'setup.json')

const onTrouble = (trouble: string) => void troubles.push(trouble)

/** As after a start of Berth. */
function open({ isUntouched = true, isEmpty = true } = {}) {
  const setup = openSetup({ file: file(), isUntouched, onTrouble })
  const methods = setupMethods({ host: { setup }, isEmpty: async () => isEmpty })
  return {
    get: () => methods['setup.get'](undefined, {}),
    keep: (changes: Parameters<(typeof methods)['setup.keep']>[0]) =>
      methods['setup.keep'](changes, {}),
  }
}

describe('the state before anybody began', () => {
  test.each([
    [{}, 'new'],
    [{ isUntouched: false }, 'done'],
    [{ isEmpty: false }, 'done'],
  ] as const)('%j is %s', async (around, state) => {
    expect(await open(around).get()).toStrictEqual({ state, passed: {}, draft: {} })
  })

  test('is nothing to be set up where the host keeps nothing', async () => {
    const methods = setupMethods({ host: {}, isEmpty: async () => true })
    expect(await methods['setup.get'](undefined, {})).toMatchObject({ state: 'done' })
    await expect(async () => methods['setup.keep']({}, {})).rejects.toThrow('set up elsewhere')
  })
})

test('what was kept is there after a start', async () => {
  await open().keep({ state: 'begun', step: 'people', passed: { step: 'storage', as: 'done' } })
  await open().keep({ draft: [{ name: 'storage.folder', value: '/data' }] })
  const kept = await open().get()
  expect(kept).toStrictEqual({
    state: 'begun',
    step: 'people',
    passed: { storage: 'done' },
    draft: { 'storage.folder': '/data' },
  })
  expect(JSON.parse(await readFile(file(), 'utf8'))).toStrictEqual({ version: 1, ...kept })
})

test('what is emptied is forgotten, and all that was typed when it is done', async () => {
  const setup = open()
  const typed = (name: string, value: string) => setup.keep({ draft: [{ name, value }] })
  await typed('a', '1')
  await typed('b', '2')
  expect(await typed('a', '')).toMatchObject({ state: 'begun', draft: { b: '2' } })
  expect(await setup.keep({ state: 'done' })).toMatchObject({ state: 'done', draft: {} })
})

test('anew forgets what was', async () => {
  const setup = open()
  await setup.keep({ state: 'done', step: 'end', passed: { step: 'storage', as: 'skipped' } })
  expect(await setup.keep({ anew: true })).toStrictEqual({
    state: 'begun',
    passed: {},
    draft: {},
  })
})

test('only so much is kept', async () => {
  const setup = open()
  for (let at = 0; at < 70; at += 1) {
    await setup.keep({
      passed: { step: `step-${at}`, as: 'done' },
      draft: [{ name: `${at}.field`, value: 'x' }],
    })
  }
  const { passed, draft } = await setup.get()
  expect(Object.keys(draft)).toHaveLength(60)
  expect(Object.keys(passed)).toHaveLength(20)
  expect(passed).toHaveProperty('step-69')
  expect(draft).toHaveProperty(['69.field'])
})

test.each(['{', '[]', '{"version":2}', 'null'])(
  'a file that holds %s is set aside',
  async (text) => {
    await mkdir(join(folder, 'berth'))
    await writeFile(file(), text)
    expect(await open().get()).toMatchObject({ state: 'new' })
    expect(troubles).toStrictEqual([expect.stringContaining('set aside')])
    const [aside = ''] = await readdir(join(folder, 'berth'))
    expect(aside).toMatch(/^setup\.json\.broken-/)
    expect(await readFile(join(folder, 'berth', aside), 'utf8')).toBe(text)
  },
)

test('what of a file is of another type is as if it were not there', async () => {
  await mkdir(join(folder, 'berth'))
  const odd = { state: 'half', step: 5, passed: { storage: 'done', people: 7 }, draft: ['x', {}] }
  await writeFile(file(), JSON.stringify({ version: 1, ...odd }))
  expect(await open().get()).toStrictEqual({
    state: 'new',
    passed: { storage: 'done' },
    draft: { 0: 'x' },
  })
  expect(troubles).toStrictEqual([])
})
