import { expect, test } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import { createHashing, type Hashing } from '../../server/registry/hashing.ts'
import { bodyOf, textOf } from '../storage/bytes.ts'

const sha256 = (text: string) => digestOf(Buffer.from(text))

/** Passes `text` through at `offset`; gives back what came out. */
const pass = (hashing: Hashing, offset: number, text: string, id = 'id'): Promise<string> =>
  textOf(hashing.through(id, offset, bodyOf(...text)))

test('bytes come out as they went in, and are counted into the digest', async () => {
  const hashing = createHashing()
  expect(await pass(hashing, 0, 'hel')).toBe('hel')
  expect(await pass(hashing, 3, 'lo')).toBe('lo')
  expect(hashing.digest('id', 5)).toBe(sha256('hello'))
  expect(hashing.digest('id', 5)).toBe(sha256('hello'))
})

test('no digest of what did not go through', async () => {
  const hashing = createHashing()
  expect(hashing.digest('id', 3)).toBeUndefined()
  await pass(hashing, 0, 'hel')
  expect(hashing.digest('id', 2)).toBeUndefined()
  expect(hashing.digest('id', 4)).toBeUndefined()
  expect(hashing.digest('other', 3)).toBeUndefined()
})

test('an upload that did not begin here is passed through unknown', async () => {
  const hashing = createHashing()
  expect(await pass(hashing, 3, 'lo')).toBe('lo')
  expect(hashing.digest('id', 5)).toBeUndefined()
  expect(hashing.digest('id', 2)).toBeUndefined()
})

test('one that goes on elsewhere than it ended is unknown from then on', async () => {
  const hashing = createHashing()
  await pass(hashing, 0, 'hello')
  await pass(hashing, 3, 'XX')
  expect(hashing.digest('id', 5)).toBeUndefined()
})

test('one that begins anew is known anew', async () => {
  const hashing = createHashing()
  await pass(hashing, 0, 'other')
  await pass(hashing, 0, 'hello')
  expect(hashing.digest('id', 5)).toBe(sha256('hello'))
})

test('nothing has a digest too', () => {
  expect(createHashing().digest('id', 0)).toBe(sha256(''))
})

test('is not known once it is forgotten', async () => {
  const hashing = createHashing()
  await pass(hashing, 0, 'hello')
  hashing.forget('id')
  expect(hashing.digest('id', 5)).toBeUndefined()
})

test('of too many the oldest are forgotten', async () => {
  const hashing = createHashing()
  for (let index = 0; index <= 4_096; index++) await pass(hashing, 0, 'x', String(index))
  expect(hashing.digest('0', 1)).toBeUndefined()
  expect(hashing.digest('1', 1)).toBe(sha256('x'))
  expect(hashing.digest('4096', 1)).toBe(sha256('x'))
})
