import { join } from 'node:path'

/**
 * Variables by which every Node program that a test run starts, Berth above all, reads what an earlier
 * one of the same sources has compiled: it starts in a quarter of the time.
 */
export const COMPILE_CACHE: Readonly<Record<string, string>> = {
  NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/compiled'),
}
