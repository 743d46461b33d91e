import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * A checkout as it lies there when `npm run package` packs it, with what belongs into the app and much
 * that does not. It stands in for the real one, whose build takes long and whose parts come and go.
 */
export interface Checkout {
  readonly path: string
  /** A folder that stands in for Electron's program; see {@link standInElectron}. */
  readonly electron: string
}

const PLATFORM = `${process.platform}-${process.arch}`

/** Files that belong into the app. */
export const PACKED = [
  'LICENSE',
  'package.json',
  'dist/electron/main.js',
  'dist/electron/disk-worker.js',
  'dist/electron/preload.cjs',
  'dist/icons/tray/runningTemplate.png',
  'dist/renderer/index.html',
  'dist/renderer/assets/index-abc.js',
  'dist/renderer/assets/index-abc.js.br',
  'node_modules/keytar/LICENSE.md',
  'node_modules/keytar/lib/keytar.js',
  'node_modules/keytar/package.json',
  `node_modules/keytar/prebuilds/${PLATFORM}/keytar.node`,
] as const

/** And files that do not. */
const LEFT_OUT = [
  '.env',
  'README.md',
  'package-lock.json',
  'build/vite.server.config.ts',
  'dist/electron/main.js.map',
  'dist/renderer/assets/index-abc.js.map',
  'dist/server/cli.js',
  'electron/main.ts',
  'server/cli.ts',
  'test/server/serve.test.ts',
  'node_modules/keytar/README.md',
  'node_modules/keytar/binding.gyp',
  'node_modules/keytar/build/Release/keytar.node',
  'node_modules/keytar/lib/keytar.test.ts',
  'node_modules/keytar/prebuilds/sunos-sparc/keytar.node',
  'node_modules/keytar/src/main.cc',
  'node_modules/koa/index.js',
  'node_modules/koa/node_modules/keytar/package.json',
  'release/linux-unpacked/berth-desktop',
]

/** Writes it into an empty folder. */
export async function makeCheckout(path: string): Promise<Checkout> {
  for (const file of [...PACKED, ...LEFT_OUT]) await write(join(path, file), file)
  // What it says of itself is what the real one says.
  const real = join(import.meta.dirname, '../../package.json')
  await write(join(path, 'package.json'), await readFile(real, 'utf8'))
  const electron = join(path, '../electron')
  await standInElectron(electron)
  return { path, electron }
}

/** Electron's default fuses, after the mark by which they are found (electronjs.org/docs/latest/tutorial/fuses). */
const FUSES = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u000810110001'

/**
 * Stands in for Electron's program, which cannot be had without GitHub: the files that packing renames,
 * removes or changes, and fuses to be set. Nothing in it runs.
 */
async function standInElectron(path: string): Promise<void> {
  await write(join(path, 'electron'), `a program\n${FUSES}\nthat does nothing`)
  for (const file of ['LICENSE', 'version', 'chrome-sandbox', 'resources/default_app.asar']) {
    await write(join(path, file), file)
  }
}

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}
