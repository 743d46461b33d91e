import { expect, test } from 'vitest'
import { platformsInShort } from '../../renderer/pages/repository/platforms-in-short.ts'

test.each([
  [['linux/amd64'], 'linux/amd64'],
  [['linux/amd64', 'linux/arm64/v8'], 'linux/amd64, arm64/v8'],
  [['linux/amd64', 'windows/amd64'], 'linux/amd64, windows/amd64'],
  [['linux/amd64', 'linux/arm64', 'linux/386'], 'linux/amd64 and 2 more'],
  [['wasm', 'wasm2'], 'wasm, wasm2'],
  [[], ''],
])('%j', (platforms, words) => {
  expect(platformsInShort(platforms)).toBe(words)
})
