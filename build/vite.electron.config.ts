import { resolve } from 'node:path'
import { defineConfig } from 'vite'

const ROOT = resolve(import.meta.dirname, '..')

/**
 * The app's main process, `dist/electron/main.js`. What the server is made of is bundled as for the
 * headless one; its threads lie beside it.
 */
export default defineConfig({
  build: {
    ssr: true,
    outDir: resolve(ROOT, 'dist/electron'),
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    rollupOptions: {
      // A package of Koa's has one that is never reached.
      checks: { eval: false },
      input: {
        main: resolve(ROOT, 'electron/main.ts'),
        'bcrypt-worker': resolve(ROOT, 'server/auth/bcrypt-worker.ts'),
        'disk-worker': resolve(ROOT, 'server/storage/disk-worker.ts'),
      },
      external: ['electron'],
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, external: ['electron'] },
})
