import { hash } from 'bcryptjs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { expect, test } from 'vitest'
import { run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'

const SERVER = join(import.meta.dirname, '../../server')

/** Builds the worker as an entry beside another that loads `bcrypt.ts` lazily, so as a chunk. */
async function bundle(folder: string, chunks: string): Promise<void> {
  const entry = join(SERVER, 'auth/bcrypt.ts')
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'lazy-entry',
        resolveId: (id) => (id === 'lazy-entry' ? id : undefined),
        load: (id) =>
          id === 'lazy-entry'
            ? `export const load = () => import(${JSON.stringify(entry)})`
            : undefined,
      },
    ],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      rolldownOptions: {
        input: { main: 'lazy-entry', 'bcrypt-worker': join(SERVER, 'auth/bcrypt-worker.ts') },
        output: { entryFileNames: '[name].js', chunkFileNames: chunks },
      },
    },
  })
}

test.each([
  ['beside it', '[name]-[hash].js'],
  ['one folder up', 'chunks/[name]-[hash].js'],
])('a bundled chunk finds the worker %s', async (_, chunks) => {
  await using folder = await temporaryFolder('bundle')
  await writeFile(join(folder.path, 'package.json'), '{"type":"module"}')
  await bundle(join(folder.path, 'dist'), chunks)
  const script = `const { Bcrypt } = await (await import('./dist/main.js')).load()
    console.log(await new Bcrypt().compare('secret', ${JSON.stringify(await hash('secret', 4))}))`
  const args = ['--input-type=module', '--eval', script]
  expect(await run(process.execPath, args, { cwd: folder.path })).toBe('true\n')
})
