import { expect, test } from 'vitest'
import { loadConfig, type Origin } from '../../server/config/load.ts'
import { isUntouched } from '../../server/setup/untouched.ts'

test.each<[string, Origin, boolean]>([
  ['nothing', { own: true, env: { HOME: '/home/a' } }, true],
  ['options of the command', { own: true, env: {}, overrides: { port: '5001' } }, true],
  ['a file of ours', { own: true, text: 'version: 0.1', env: {} }, false],
  ['a file of an admin', { text: 'version: 0.1\nstorage: {inmemory: {}}', env: {} }, false],
  ['a variable', { own: true, env: { REGISTRY_LOG_LEVEL: 'warn' } }, false],
  ['an empty variable', { own: true, env: { REGISTRY_LOG_LEVEL: '' } }, true],
])('%s', (_name, origin, untouched) => {
  expect(isUntouched(origin, loadConfig(origin))).toBe(untouched)
})
