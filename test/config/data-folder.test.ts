import { expect, test } from 'vitest'
import {
  defaultDataFolder,
  defaultRootDirectory,
  ownConfigFile,
} from '../../server/config/data-folder.ts'

test.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
  ['linux', { HOME: '/home/me' }, '/home/me/.local/share/berth'],
  ['linux', { HOME: '/home/me', XDG_DATA_HOME: '/data' }, '/data/berth'],
  ['linux', { HOME: '/home/me', XDG_DATA_HOME: '' }, '/home/me/.local/share/berth'],
  ['linux', { HOME: '/home/me', XDG_DATA_HOME: 'data' }, '/home/me/.local/share/berth'],
  ['freebsd', { HOME: '/home/me' }, '/home/me/.local/share/berth'],
  [
    'darwin',
    { HOME: '/Users/me', XDG_DATA_HOME: '/data' },
    '/Users/me/Library/Application Support/Berth',
  ],
  [
    'win32',
    { LOCALAPPDATA: String.raw`C:\Users\me\AppData\Local` },
    String.raw`C:\Users\me\AppData\Local\Berth`,
  ],
  ['win32', { USERPROFILE: String.raw`C:\Users\me` }, String.raw`C:\Users\me\AppData\Local\Berth`],
])('%s with %j', (platform, env, expected) => {
  expect(defaultDataFolder(platform, env)).toBe(expected)
})

test('images lie in a folder of their own below it', () => {
  const windows = { LOCALAPPDATA: String.raw`D:\Local` }
  expect(defaultRootDirectory('linux', { HOME: '/h' })).toBe('/h/.local/share/berth/registry')
  expect(defaultRootDirectory('win32', windows)).toBe(String.raw`D:\Local\Berth\registry`)
})

test.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
  ['linux', { HOME: '/home/me' }, '/home/me/.config/berth/config.yml'],
  ['linux', { HOME: '/home/me', XDG_CONFIG_HOME: '/etc/mine' }, '/etc/mine/berth/config.yml'],
  ['darwin', { HOME: '/Users/me' }, '/Users/me/Library/Application Support/Berth/config.yml'],
  ['win32', { APPDATA: String.raw`C:\Roaming` }, String.raw`C:\Roaming\Berth\config.yml`],
])('its own configuration on %s with %j', (platform, env, expected) => {
  expect(ownConfigFile(platform, env)).toBe(expected)
})
