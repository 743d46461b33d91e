import { resolve } from 'node:path'
import { defineConfig } from 'vite'

const ROOT = resolve(import.meta.dirname, '..')

/** `dist/electron/preload.cjs`: one file, since a page in a sandbox can load no other. */
export default defineConfig({
  build: {
    outDir: resolve(ROOT, 'dist/electron'),
    emptyOutDir: false,
    target: 'chrome140',
    minify: false,
    lib: {
      entry: resolve(ROOT, 'electron/preload.ts'),
      formats: ['cjs'],
      fileName: () => 'preload.cjs',
    },
    rollupOptions: { external: ['electron'] },
  },
})
