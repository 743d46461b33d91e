import { expect, test } from 'vitest'
import { subjectInShort, subjectName, subjectPlace } from '../../renderer/activity-place.ts'

const DIGEST = `sha256:3ab6c6e5b395${'0'.repeat(52)}`

test.each([
  [{ tag: 'v7', digest: DIGEST }, 'team/api:v7', 'team/api:v7'],
  [{ digest: DIGEST }, `team/api@${DIGEST}`, 'team/api@3ab6c6e5b395'],
  [{}, 'team/api', 'team/api'],
])('%j is named in whole and in short', (known, name, short) => {
  const subject = { repository: 'team/api', ...known }
  expect([subjectName(subject), subjectInShort(subject)]).toStrictEqual([name, short])
})

test('leads to the image, and to the repository where no image is known', () => {
  const repository = 'team/api'
  expect(subjectPlace({ repository, tag: 'v7' })).toMatchObject({ page: 'image', reference: 'v7' })
  expect(subjectPlace({ repository })).toStrictEqual({ page: 'repository', repository })
})
