import { buildIfStale } from './build-if-stale.ts'

// Before a start from a checkout.
await buildIfStale({
  name: 'console',
  config: 'build/vite.renderer.config.ts',
  product: 'dist/renderer/index.html',
  sources: ['renderer/**/*', 'server/control/*contract.ts', 'build/icons/*'],
})
