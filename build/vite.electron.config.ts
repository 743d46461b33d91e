import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { desktopIcons } from './desktop-icons.ts'
import { THREADS } from './threads.ts'

const ROOT = resolve(import.meta.dirname, '..')

/** Electron is there already, and what is native cannot be bundled. */
const OUTSIDE = ['electron', 'keytar']

/**
 * The app's main process, `dist/electron/main.js`. What the server is made of is bundled as for the
 * headless one; its threads lie beside it, and its pictures in `dist/icons`.
 */
export default defineConfig({
  root: ROOT,
  publicDir: false,
  plugins: [desktopIcons()],
  build: {
    ssr: true,
    outDir: 'dist/electron',
    // Chunks of earlier builds would be packed with it; the preload is built afterwards.
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    rollupOptions: {
      external: OUTSIDE,
      // A package of Koa's has one that is never reached.
      checks: { eval: false },
      input: {
        main: 'electron/main.ts',
        'keychain-utility': 'electron/keychain-utility.ts',
        ...THREADS,
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, external: OUTSIDE },
})
