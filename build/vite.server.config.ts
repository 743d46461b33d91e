import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { THREADS } from './threads.ts'

/**
 * The headless server as a few plain files for Node: `dist/server/cli.js` and what it loads later.
 * Packages are bundled, so that a start reads few files and a copy of `dist` runs anywhere.
 */
export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  build: {
    ssr: true,
    outDir: 'dist/server',
    target: 'node24',
    minify: false,
    rollupOptions: {
      // A package of Koa's has one that is never reached.
      checks: { eval: false },
      input: {
        cli: 'server/cli.ts',
        ...THREADS,
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  // A native module stays what it is: found where it is installed, and done without where not.
  ssr: { noExternal: true, external: ['keytar'] },
})
