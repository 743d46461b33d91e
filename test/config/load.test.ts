import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadConfig } from '../../server/config/load.ts'
import { imageFolder, problemsOf } from './loading.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-config-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(content: string | Uint8Array, name = 'config.yml'): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

test('a file is read', () => {
  const file = write('version: 0.1\nhttp: {prefix: /a/}\n')
  expect(loadConfig({ file, env: {} }).config.http.prefix).toBe('/a/')
})

test('REGISTRY_CONFIGURATION_PATH names the file where nothing else does', () => {
  const env = { REGISTRY_CONFIGURATION_PATH: write('version: "0.1"\nhttp: {prefix: /a/}') }
  const other = write('version: 0.1\nhttp: {prefix: /b/}', 'other.yml')
  expect(loadConfig({ env }).config.http.prefix).toBe('/a/')
  expect(loadConfig({ env, file: other }).config.http.prefix).toBe('/b/')
  expect(loadConfig({ env, text: 'version: 0.1' }).config.http.prefix).toBe('/')
  expect(loadConfig({ env }).warnings).toEqual([])
  expect(loadConfig({ env: { REGISTRY_CONFIGURATION_PATH: '' } }).config.http.prefix).toBe('/')
})

test('paths are relative to the folder of the process', () => {
  const file = write('version: 0.1\nstorage: {filesystem: {rootdirectory: images}}')
  expect(imageFolder(loadConfig({ file, env: {} }))).toBe(join(process.cwd(), 'images'))
})

test.each<[NodeJS.Platform, string]>([
  ['darwin', '/Users/me/Library/Application Support/Berth/registry'],
  ['linux', '/var/lib/registry'],
])('a driver without a folder, on %s', (platform, expected) => {
  const origin = { text: 'version: 0.1\nstorage: filesystem', env: { HOME: '/Users/me' }, platform }
  expect(imageFolder(loadConfig(origin))).toBe(expected)
})

const empty = 'the file is empty; it needs at least "version: 0.1"'
const shapeless = 'the file must hold sections such as "http:" and "storage:"'

test.each<[string | Uint8Array, string | RegExp]>([
  ['', `: ${empty}`],
  ['\n# nothing\n', `: ${empty}`],
  ['~', `: ${empty}`],
  ['{}', ': version: missing, allowed: 0.1'],
  ['http:\n  addr: :5000', ': version: missing, allowed: 0.1'],
  ['version:\nhttp: {}', ':1: version: missing, allowed: 0.1'],
  ['version: 0.2', ':1: version: found "0.2", allowed: 0.1'],
  ['version: [0.1]', ':1: version: found a list, allowed: 0.1'],
  ['just words', `: ${shapeless}`],
  ['- a\n- b', `: ${shapeless}`],
  ['version: 0.1\nhttp: "a', /^:2: not valid YAML: /],
  [
    'version: 0.1\nhttp: {}\nhttp: {}',
    ':3: the key "http" is given twice in one section; keep one of them',
  ],
  [Uint8Array.of(0x61, 0xff, 0xfe), ': the file is not UTF-8 text'],
])('%j', (content, expected) => {
  const file = write(content)
  const [problem = '', ...others] = problemsOf(() => loadConfig({ file, env: {} }))
  expect(problem.startsWith(file)).toBe(true)
  expect(problem.slice(file.length)).toMatch(expected)
  expect(others).toEqual([])
})

test('a file that is not there', () => {
  const file = join(folder, 'none.yml')
  expect(problemsOf(() => loadConfig({ file, env: {} }))).toEqual([
    `${file}: there is no such file`,
  ])
})

test('a folder', () => {
  const file = join(folder, 'folder')
  mkdirSync(file)
  const expected = `${file}: this is a folder; name the file in it`
  expect(problemsOf(() => loadConfig({ file, env: {} }))).toEqual([expected])
})

test('a path through a file', () => {
  const file = join(write('x'), 'config.yml')
  const expected = `${file}: the file cannot be read (ENOTDIR)`
  expect(problemsOf(() => loadConfig({ file, env: {} }))).toEqual([expected])
})
