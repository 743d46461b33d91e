import { openMemory } from '../../server/storage/memory.ts'
import { driverSuite } from './driver-suite.ts'

driverSuite(
  'memory',
  async () => ({ driver: openMemory(), [Symbol.asyncDispose]: async () => {} }),
  { folders: false },
)
