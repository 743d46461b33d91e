import { expect, test } from 'vitest'
import { createTokens } from '../../server/auth/tokens.ts'

const stampOf = async (user: string) => (user === 'alice' ? 'hash' : undefined)
const SECOND = 1000

test.each([
  [0, true],
  [300, true],
  [331, false],
  [-29, true],
  [-31, false],
])('%i s after it was made, a token counts: %s', async (seconds, counts) => {
  const clock = { now: 1_000_000 * SECOND }
  const tokens = createTokens({ stampOf, now: () => clock.now })
  const { token } = await tokens.issue('alice')
  clock.now += seconds * SECOND
  expect(await tokens.read(token)).toEqual(counts ? { user: 'alice' } : undefined)
})

test('who has not logged in gets one without a name', async () => {
  const tokens = createTokens({ stampOf })
  expect(await tokens.read((await tokens.issue(undefined)).token)).toEqual({})
})

test('a user who is gone gets none', async () => {
  await expect(createTokens({ stampOf }).issue('bob')).rejects.toThrow(
    'there is no user bob any more',
  )
})

test.each([
  ['long', 'a'.repeat(5000)],
  ['three parts', 'a.b.c'],
  ['empty', ''],
  ['odd', 'bnVsbA.x'],
])('a token that is %s is none', async (_how, token) => {
  expect(await createTokens({ stampOf }).read(token)).toBeUndefined()
})
