import { resolve } from 'node:path'
import { defineConfig } from 'vite'

const ROOT = resolve(import.meta.dirname, '..')

/** `dist/electron/preload.cjs`: CommonJS and one file, since a page in a sandbox can load no other. */
export default defineConfig({
  root: ROOT,
  publicDir: false,
  build: {
    outDir: 'dist/electron',
    // The main process lies there.
    emptyOutDir: false,
    target: 'chrome140',
    minify: false,
    lib: { entry: 'electron/preload.ts', formats: ['cjs'], fileName: () => 'preload.cjs' },
    rollupOptions: { external: ['electron'] },
  },
})
