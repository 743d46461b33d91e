import { expect, test } from 'vitest'
import type { PassphraseWish } from '../../server/secrets/passphrase.ts'
import { emptyFolder, opened } from './opened.ts'

/** A person who gives these answers, one after the other. */
function person(...answers: readonly (string | undefined)[]) {
  const wishes: PassphraseWish[] = []
  const askPassphrase = (wish: PassphraseWish) => {
    wishes.push(wish)
    return Promise.resolve(answers[wishes.length - 1])
  }
  return { wishes, askPassphrase }
}

async function begun(): Promise<string> {
  const folder = await emptyFolder()
  await (await opened({ folder, askPassphrase: person('right').askPassphrase })).set('a', 'b')
  return folder
}

test('a person is asked for a new passphrase, then for the known one', async () => {
  const folder = await emptyFolder()
  const first = person('right')
  await (await opened({ folder, ...first })).set('a', 'b')
  const second = person('right')
  const secrets = await opened({ folder, ...second })
  expect([first.wishes, second.wishes]).toEqual([['new'], ['known']])
  expect([secrets.state.kind, await secrets.get('a')]).toEqual(['file', 'b'])
})

test('who gets it wrong is asked again', async () => {
  const { wishes, askPassphrase } = person('wrong', 'worse', 'right')
  const secrets = await opened({ folder: await begun(), askPassphrase })
  expect(wishes).toEqual(['known', 'wrong', 'wrong'])
  expect(await secrets.get('a')).toBe('b')
})

test('after five wrong ones it goes on without the file', async () => {
  const { wishes, askPassphrase } = person('1', '2', '3', '4', '5', 'right')
  const { state } = await opened({ folder: await begun(), askPassphrase })
  expect(wishes).toHaveLength(5)
  expect(state.notices[1]).toMatchObject({ code: 'PASSPHRASE_WRONG' })
})

test.each([
  ['at once', [], 'PASSPHRASE_MISSING'],
  ['with nothing', [''], 'PASSPHRASE_MISSING'],
  ['after a wrong one', ['wrong'], 'PASSPHRASE_WRONG'],
])('who gives up %s has memory', async (_, answers, code) => {
  const { state } = await opened({ folder: await begun(), ...person(...answers) })
  expect([state.kind, state.notices[1]?.code]).toEqual(['memory', code])
})

test('where the variable has one, nobody is asked', async () => {
  const env = { BERTH_SECRETS_PASSPHRASE: 'right' }
  const { wishes, askPassphrase } = person()
  const { state } = await opened({ folder: await begun(), env, askPassphrase })
  expect([state.kind, wishes]).toEqual(['file', []])
})
