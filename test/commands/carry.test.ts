import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { startTestServer } from '../http/server.ts'
import {
  archivedImage,
  blobFiles,
  dockerSave,
  layoutOf,
  manifestOf,
} from '../support/archive-content.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { digestOf } from '../support/snapshot.ts'
import { tarOf, type Files } from '../support/tar-of.ts'
import { berth } from './berth.ts'

const cleanUp = cleanUpAfterAll()
const { path: folder } = cleanUp.use(await temporaryFolder('carry'))
// Nobody's own configuration counts.
const env = { XDG_CONFIG_HOME: join(folder, 'config') }
let count = 0
const place = (ending = ''): string => join(folder, `${++count}${ending}`)

async function fileOf(files: Files | Buffer): Promise<string> {
  const path = place('.tar')
  await writeFile(path, Buffer.isBuffer(files) ? files : tarOf(files))
  return path
}

const run = async (...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await berth(args, { env })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

const fail = async (args: readonly string[], more: Readonly<Record<string, string>> = {}) => {
  const { code, stdout, stderr } = await berth(args, { env: { ...env, ...more } })
  expect(stdout).toBe('')
  return [code, stderr.replace(/\nTry: .*\n$/, '\n')]
}

function layout(): { files: Files; digest: string } {
  const image = archivedImage()
  const manifest = manifestOf(image)
  const named = { 'io.containerd.image.name': 'docker.io/team/app:v1' }
  const files = layoutOf([[manifest, named]], blobFiles(image.config, ...image.layers))
  return { files, digest: digestOf(manifest) }
}

describe('a folder that nobody serves', () => {
  test.each([
    ['as it is', (bytes: Buffer) => bytes],
    ['packed with gzip', (bytes: Buffer) => gzipSync(bytes)],
    ['packed with zstd', (bytes: Buffer) => zstdCompressSync(bytes)],
  ])('takes an archive %s, and gives it again', async (_, pack) => {
    const data = place()
    const { files, digest } = layout()
    const taken = await run('import', '--data', data, await fileOf(pack(tarOf(files))))
    expect(taken).toBe(`team/app:v1 ${digest} (${taken.split('(')[1]}`)
    expect(await run('tag', '--data', data, 'team/app:v1', 'other/app:v2')).toBe(
      `other/app:v2 ${digest}\n`,
    )
    const out = place('.tar')
    await run('export', '--data', data, 'other/app:v2', out)
    const again = await run('import', '--data', place(), out)
    expect(again).toMatch(`other/app:v2 ${digest}`)
  })

  test('takes an image layout that is a folder', async () => {
    const { files, digest } = layout()
    const root = place()
    for (const [path, bytes] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), bytes as Buffer)
    }
    expect(await run('import', '--data', place(), '--as', 'a:1', '--as', 'b:2', root)).toMatch(
      new RegExp(`^a:1 ${digest} .*\nb:2 ${digest} .*\n$`),
    )
  })

  test('gives the same bytes each time', async () => {
    const data = place()
    await run('import', '--data', data, await fileOf(layout().files))
    const [one, two] = [place(), place()]
    for (const out of [one, two]) await run('export', '--data', data, 'team/app:v1', out)
    expect(digestOf(await readFile(one))).toBe(digestOf(await readFile(two)))
  })
})

describe('a folder', () => {
  test('that is not there is not made to look into it', async () => {
    const data = place()
    const message = [1, `berth: there is no folder ${data}\n`]
    expect(await fail(['export', '--data', data, 'a:1', place()])).toEqual(message)
    expect(await fail(['tag', '--data', data, 'a:1', 'b:1'])).toEqual(message)
    expect(existsSync(data)).toBe(false)
  })

  test('of a registry that is read-only gives, and takes nothing', async () => {
    const data = place()
    await run('import', '--data', data, await fileOf(layout().files))
    const config = place('.yml')
    await writeFile(config, 'version: 0.1\nstorage:\n  maintenance: {readonly: {enabled: true}}\n')
    const at = ['--config', config, '--data', data]
    await run('export', ...at, 'team/app:v1', place())
    const message = 'berth: the registry is read-only: storage.maintenance.readonly\n'
    expect(await fail(['tag', ...at, 'team/app:v1', 'b:1'])).toEqual([1, message])
  })
})

describe('a folder that is served', async () => {
  const data = place()
  const htpasswd = place()
  await writeHtpasswd(htpasswd, [ALICE])
  const auth = { htpasswd: { realm: 'x', path: htpasswd } }
  const server = cleanUp.use(await startTestServer({ folder: data, config: { auth } }))
  const login = ['--user', ALICE.username]
  const password = { BERTH_PASSWORD: ALICE.password }

  test('is used through whoever serves it', async () => {
    const { files, digest } = layout()
    const taken = await berth(['import', '--data', data, ...login, await fileOf(files)], {
      env: { ...env, ...password },
    })
    expect(taken).toMatchObject({ code: 0, stderr: '' })
    const tagged = await berth(['tag', '--data', data, ...login, 'team/app:v1', 'x/y'], {
      env: { ...env, ...password },
    })
    expect(tagged).toMatchObject({ code: 0, stdout: `x/y:latest ${digest}\n` })
    const found = await server.send('/v2/x/y/manifests/latest', { login: ALICE })
    expect(found.headers['docker-content-digest']).toBe(digest)
    const out = place('.tar')
    const at = ['--registry', server.url, ...login]
    const written = await berth(['export', ...at, `x/y@${digest}`, out], {
      env: { ...env, ...password },
    })
    expect(written).toMatchObject({ code: 0, stderr: '' })
    expect(await run('import', '--data', place(), '--as', 'z:1', out)).toMatch(`z:1 ${digest}`)
  })

  test('asks for a login', async () => {
    const args = ['tag', '--data', data, 'a', 'b']
    const host = `localhost:${server.port}`
    expect(await fail(args)).toEqual([1, `berth: ${host}: it asks for a login: use --user NAME\n`])
    expect(await fail([...args, ...login], { BERTH_PASSWORD: 'wrong' })).toEqual([
      1,
      `berth: ${host}: it refuses this user or password\n`,
    ])
    expect(await fail([...args, ...login])).toEqual([
      1,
      'berth: no password for alice: put it into the variable BERTH_PASSWORD\n',
    ])
  })
})

describe('it is told what is wrong', () => {
  const image = archivedImage()

  test.each<[what: string, args: readonly string[], code: number, message: string]>([
    ['no file', ['import'], 2, 'import needs a FILE, or - for standard input'],
    [
      'no such file',
      ['import', '/nowhere/x.tar'],
      1,
      '"/nowhere/x.tar" cannot be read: there is no such file',
    ],
    [
      'a name that is none',
      ['import', '--as', 'A:1', 'x'],
      2,
      'A:1 is no name of an image here: write REPOSITORY:TAG, such as team/app:v1',
    ],
    [
      'a name with a registry',
      ['tag', 'localhost:5000/a:1', 'b'],
      2,
      'localhost:5000/a:1 is no name of an image here: write a:1',
    ],
    ['no image', ['export', '--data', folder, 'a:1', '-'], 1, 'there is no a:1'],
    [
      'no such format',
      ['export', '--format', 'zip', 'a', 'b'],
      2,
      '--format zip is not known: oci or docker',
    ],
    [
      'nobody there',
      ['tag', '--registry', 'http://127.0.0.1:1', 'a', 'b'],
      1,
      '127.0.0.1:1: nothing answers there',
    ],
    [
      'no address',
      ['tag', '--registry', 'http://a:b@c', 'a', 'b'],
      2,
      '--registry takes no password: use --user and BERTH_PASSWORD',
    ],
    [
      'two registries',
      ['tag', '--registry', 'c', '--data', 'd', 'a', 'b'],
      2,
      '--registry stands alone: it needs neither --config nor --data',
    ],
  ])('%s', async (_, args, code, message) => {
    const isAbout = args.includes('--registry') || args.includes('--data')
    const own = isAbout ? [] : ['--data', place()]
    expect(await fail([...args, ...own])).toEqual([code, `berth: ${message}\n`])
  })

  test.each<[what: string, files: Files, args: readonly string[], message: string]>([
    [
      'an image without a name',
      dockerSave([[image]]),
      [],
      'the file does not say what its image is called: use --as REPOSITORY:TAG',
    ],
    [
      'several images for one name',
      dockerSave([
        [image, 'a:1'],
        [archivedImage(), 'b:1'],
      ]),
      ['--as', 'c:1'],
      'there are 2 images in the file: --as is for one alone',
    ],
  ])('%s', async (_, files, args, message) => {
    const told = await fail(['import', '--data', place(), ...args, await fileOf(files)])
    expect(told).toEqual([2, `berth: ${message}\n`])
  })
})
