import { describe } from 'vitest'
import { openMemory } from '../../server/secrets/memory.ts'
import { storeSuite } from './store-suite.ts'

describe('memory', () => {
  storeSuite(() => Promise.resolve(openMemory()))
})
