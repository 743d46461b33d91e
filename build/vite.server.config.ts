import { defineConfig } from 'vite'

/**
 * The headless server as a few plain files for Node: `dist/server/cli.js` and what it loads later.
 * Packages are bundled, so that a start reads few files and a copy of `dist` runs anywhere.
 */
export default defineConfig({
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
        'bcrypt-worker': 'server/auth/bcrypt-worker.ts',
        'contents-worker': 'server/contents/contents-worker.ts',
        'disk-worker': 'server/storage/disk-worker.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true },
})
