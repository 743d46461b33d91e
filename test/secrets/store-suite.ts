import { describe, expect, test } from 'vitest'
import { LONGEST_VALUE } from '../../server/secrets/secret-rules.ts'
import type { SecretStore } from '../../server/secrets/secret-store.ts'

/** What every store of secrets keeps to. */
export function storeSuite(open: () => Promise<SecretStore>): void {
  test('has nothing under a name that was never set', async () => {
    const store = await open()
    expect(await store.get('never/set')).toBeUndefined()
    expect(await store.delete('never/set')).toBe(false)
  })

  test('gives back what was set, deletes it, and lists names', async () => {
    const store = await open()
    await store.set('remote/b', 'two')
    await store.set('remote/a', 'one')
    const listed = await store.list()
    expect(listed.filter((name) => name.startsWith('remote/'))).toEqual(['remote/a', 'remote/b'])
    expect(await store.get('remote/a')).toBe('one')
    expect(await store.delete('remote/a')).toBe(true)
    expect(await store.get('remote/a')).toBeUndefined()
    expect(await store.list()).not.toContain('remote/a')
    expect(await store.get('remote/b')).toBe('two')
  })

  test('replaces a value', async () => {
    const store = await open()
    await store.set('replaced', 'old')
    await store.set('replaced', 'new')
    expect(await store.get('replaced')).toBe('new')
  })

  describe('keeps every character of', () => {
    test.each([
      ['an account key', 'bXkga2V5IGlzIG5vdCB5b3Vy+/bXkga2V5IGlzIG5vdCB5b3Vy=='],
      ['other alphabets', 'pässwörd 密码 🔑'],
      ['blanks and line breaks', ' \n\t-----BEGIN KEY-----\r\n '],
      ['what looks like JSON', '{"__proto__":null}'],
      ['what looks like the mark of a long value', 'berth-parts:0123456789ab:3'],
      ['a long value', `${'🔑 key '.repeat(400)}.`],
      ['the longest value', 'x'.repeat(LONGEST_VALUE)],
    ])('%s', async (_, value) => {
      const store = await open()
      await store.set('kept', value)
      expect(await store.get('kept')).toBe(value)
    })
  })

  test.each(['0', 'a-b_c.d:e/f', `remote/${'n'.repeat(193)}`])(
    'takes the name %s',
    async (name) => {
      const store = await open()
      await store.set(name, `value of ${name}`)
      expect(await store.get(name)).toBe(`value of ${name}`)
      expect(await store.list()).toContain(name)
      expect(await store.delete(name)).toBe(true)
    },
  )

  test('takes many at a time', async () => {
    const store = await open()
    const names = Array.from({ length: 12 }, (_, index) => `many/${index}`)
    await Promise.all(names.map((name) => store.set(name, `value of ${name}`)))
    const values = await Promise.all(names.map((name) => store.get(name)))
    expect(values).toEqual(names.map((name) => `value of ${name}`))
  })
}
