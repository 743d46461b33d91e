import { describe, expect, test } from 'vitest'
import { OTHER } from '../registry/content.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { archiveOf, file, symlink } from './archives.ts'
import { openedContents, pushImage, untilRead, type Pushed } from './opened-contents.ts'

const cleanUp = cleanUpAfterAll()
const at = cleanUp.use(await openedContents())

interface Page {
  readonly offset?: number
  readonly limit?: number
  readonly search?: string
  readonly change?: 'added' | 'removed' | 'changed'
}

const pairOf = (a: Pushed, b: Pushed) => ({
  a: { repository: a.repository, digest: a.digest },
  b: { repository: b.repository, digest: b.digest },
})

const compared = (a: Pushed, b: Pushed) => untilRead(() => at.contents.compareImages(pairOf(a, b)))

async function differences(a: Pushed, b: Pushed, page: Page = {}) {
  await compared(a, b)
  return await at.contents.compareFiles({ ...pairOf(a, b), offset: 0, limit: 100, ...page })
}

const SIGNS = { added: '+', removed: '-', changed: '~' }

async function shown(a: Pushed, b: Pushed, page: Page = {}): Promise<readonly string[]> {
  const { items } = await differences(a, b, page)
  return items.map(({ path, change }) => `${SIGNS[change]}${path}`)
}

const base = archiveOf(
  'etc/',
  file('etc/hosts', 'same'),
  file('etc/motd', 'old'),
  file('usr/bin/old', 'xxxx'),
  symlink('link', 'a'),
  file('mode', 'm'),
)
const above = archiveOf(
  file('etc/motd', 'newer'),
  file('usr/bin/new', 'yyyyyy'),
  'usr/bin/.wh.old',
  symlink('link', 'b'),
  { path: 'mode', text: 'm', mode: 0o600 },
  file('etc/hosts', 'same'),
)

describe('the files of two images', async () => {
  const a = await pushImage(at.registry, [base])
  const b = await pushImage(at.registry, [base, above], { name: OTHER })

  test('by what differs', async () => {
    expect(await shown(a, b)).toStrictEqual([
      '~etc/motd',
      '~link',
      '~mode',
      '+usr/bin/new',
      '-usr/bin/old',
    ])
    expect(await shown(b, a)).toStrictEqual([
      '~etc/motd',
      '~link',
      '~mode',
      '-usr/bin/new',
      '+usr/bin/old',
    ])
    expect(await shown(a, a)).toStrictEqual([])
  })

  test('counted', async () => {
    const { counts, bytes, reading } = await compared(a, b)
    expect(counts).toStrictEqual({ added: 1, removed: 1, changed: 3 })
    expect(bytes).toStrictEqual({ added: 6, removed: 4, changed: 5 + 0 + 1 })
    expect(reading.state).toBe('ready')
    expect(reading.totalBytes).toBe(2 * base.length + above.length)
  })

  test('with what they are on both sides', async () => {
    const { items } = await differences(a, b)
    expect(items[0]).toMatchObject({
      a: { path: 'etc/motd', sizeBytes: 3, layer: b.layers[0] },
      b: { path: 'etc/motd', sizeBytes: 5, layer: b.layers[1] },
    })
    expect(items[3]).not.toHaveProperty('a')
    expect(items[4]).not.toHaveProperty('b')
  })

  test.each<[Page, readonly string[], number]>([
    [{ offset: 1, limit: 2 }, ['~link', '~mode'], 5],
    [{ change: 'changed' }, ['~etc/motd', '~link', '~mode'], 3],
    [{ search: 'BIN' }, ['+usr/bin/new', '-usr/bin/old'], 2],
    [{ search: 'bin', change: 'removed' }, ['-usr/bin/old'], 1],
    [{ search: 'nothing' }, [], 0],
  ])('%j', async (page, expected, total) => {
    expect(await shown(a, b, page)).toStrictEqual(expected)
    expect(await differences(a, b, page)).toMatchObject({ total })
  })
})

test('a file and a folder at the same path', async () => {
  const a = await pushImage(at.registry, [archiveOf(file('x', 'file'))])
  const b = await pushImage(at.registry, [archiveOf(file('x/y', 'in a folder'))])
  expect(await shown(a, b)).toStrictEqual(['-x', '+x/y'])
})

test('folders differ by who may do what, if both layers name them', async () => {
  const a = await pushImage(at.registry, [archiveOf({ path: 'x/', mode: 0o700 }, 'y/', 'only-a/')])
  const b = await pushImage(at.registry, [archiveOf({ path: 'x/', mode: 0o755 }, file('y/z'))])
  expect(await shown(a, b)).toStrictEqual(['~x', '+y/z'])
})

test('images of many versions are compared one after the other', async () => {
  const images = await Promise.all(
    Array.from({ length: 12 }, (_, n) => pushImage(at.registry, [archiveOf(file(`version-${n}`))])),
  )
  const [first = images[0], ...others] = images
  for (const other of others) {
    expect(first && (await shown(first, other))).toHaveLength(2)
  }
  expect(first && others[0] && (await shown(first, others[0]))).toHaveLength(2)
})

const CONFIG = {
  created: '2026-01-02T03:04:05Z',
  config: {
    Env: ['PATH=/bin', 'A=1'],
    Cmd: ['serve', '--port', '80'],
    Labels: { b: '2', a: '1' },
    ExposedPorts: { '80/tcp': {} },
  },
  history: [{ created_by: 'FROM base' }, { created_by: 'RUN one' }, { created_by: 'RUN two' }],
}

test('layers, configuration and history', async () => {
  const [one, two] = [archiveOf(file('1')), archiveOf(file('2'))]
  const a = await pushImage(at.registry, [base, one], { config: CONFIG })
  const b = await pushImage(at.registry, [base, two], {
    config: {
      ...CONFIG,
      config: { ...CONFIG.config, Env: ['PATH=/bin', 'A=2'], User: 'app', ExposedPorts: {} },
      history: [...CONFIG.history.slice(0, 2), { created_by: 'RUN three' }],
    },
  })
  const { layers, config, history, sizeBytes } = await compared(a, b)
  expect(layers).toStrictEqual([
    { digest: a.layers[0], sizeBytes: base.length, in: 'both' },
    { digest: a.layers[1], sizeBytes: one.length, in: 'a' },
    { digest: b.layers[1], sizeBytes: two.length, in: 'b' },
  ])
  expect(config).toStrictEqual([
    { name: 'user', b: 'app' },
    { name: 'environment', a: 'PATH=/bin\nA=1', b: 'PATH=/bin\nA=2' },
    { name: 'ports', a: '80/tcp' },
  ])
  expect(history).toStrictEqual([
    { command: 'FROM base', in: 'both' },
    { command: 'RUN one', in: 'both' },
    { command: 'RUN two', in: 'a' },
    { command: 'RUN three', in: 'b' },
  ])
  expect(sizeBytes.a).toBeGreaterThan(base.length + one.length)
})

test('what is not there is compared with nothing', async () => {
  const a = await pushImage(at.registry, [base])
  const missing = { ...a, digest: `sha256:${'0'.repeat(64)}` } as Pushed
  await expect(at.contents.compareImages(pairOf(a, missing))).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
})
