import react from '@vitejs/plugin-react'
import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { compressed } from './compressed.ts'
import { firstLoad } from './first-load.ts'

const ROOT = resolve(import.meta.dirname, '..')

/**
 * The console as files that any host can serve: `dist/renderer/index.html` and hashed assets beside it.
 * Addresses are relative to `<base href>`, since it may lie under a prefix; there is no inline script,
 * so a strict Content-Security-Policy suits it.
 */
export default defineConfig({
  root: resolve(ROOT, 'renderer'),
  base: './',
  publicDir: false,
  plugins: [react(), compressed(), firstLoad('/overview/overview-page.tsx')],
  build: {
    outDir: resolve(ROOT, 'dist/renderer'),
    emptyOutDir: true,
    target: ['chrome120', 'firefox121', 'safari17'],
    // The icon stays a file: an address with data in it would need a wider policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
