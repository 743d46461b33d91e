import { expect, test } from 'vitest'
import { chosenPlatform, platformName } from '../../renderer/pages/image/platform-choice.ts'

const MISSING = { digest: `sha256:${'a'.repeat(64)}`, platform: 'linux/s390x' }
const ARM = { digest: `sha256:${'b'.repeat(64)}`, platform: 'linux/arm64', layers: [] }
const NONE = { digest: `sha256:${'c'.repeat(64)}`, layers: [] }
const ALL = [MISSING, ARM, NONE].map((platform) => ({
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  sizeBytes: 1,
  history: [],
  ...platform,
}))

test.each([
  ['', ARM.digest],
  ['linux/s390x', MISSING.digest],
  ['cccccccccccc', NONE.digest],
  ['linux/unheard-of', ARM.digest],
])('%j chooses', (word, digest) => {
  expect(chosenPlatform(ALL, word)?.digest).toBe(digest)
})

test('nothing of nothing', () => {
  expect(chosenPlatform([], '')).toBeUndefined()
})

test('one without a platform is called by its digest', () => {
  expect(ALL.map(platformName)).toEqual(['linux/s390x', 'linux/arm64', 'cccccccccccc'])
})
