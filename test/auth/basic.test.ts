import { expect, test } from 'vitest'
import { basicChallenge, parseBasic } from '../../server/auth/basic.ts'

const encoded = (text: string | Buffer) => Buffer.from(text).toString('base64')

test.each([
  ['a name and a password', 'alice:secret', 'alice', 'secret'],
  ['a password with colons', 'alice:a:b:', 'alice', 'a:b:'],
  ['an empty password', 'alice:', 'alice', ''],
  ['UTF-8', 'Jürgen:пароль', 'Jürgen', 'пароль'],
  ['a byte order mark as part of the name', '\uFEFFa:b', '\uFEFFa', 'b'],
])('reads %s', (_, text, user, password) => {
  expect(parseBasic(`Basic ${encoded(text)}`)).toEqual({ user, password })
})

test.each(['basic', 'BASIC', 'Basic  '])('reads the scheme written as %j', (scheme) => {
  expect(parseBasic(`${scheme} ${encoded('a:b')}`)).toEqual({ user: 'a', password: 'b' })
})

test.each([
  ['another scheme', `Bearer ${encoded('a:b')}`],
  ['no scheme', encoded('a:b')],
  ['no credential', 'Basic '],
  ['what is not base64', 'Basic a*b'],
  ['two words', `Basic ${encoded('a:b')} ${encoded('a:b')}`],
  ['no colon', `Basic ${encoded('alice')}`],
  ['no name', `Basic ${encoded(':secret')}`],
  ['bytes that are not UTF-8', `Basic ${encoded(Buffer.from([0x61, 0x3a, 0xff]))}`],
])('takes no credential from %s', (_, header) => {
  expect(parseBasic(header)).toBeUndefined()
})

test.each([
  ['Berth', 'Basic realm="Berth"'],
  ['say "hi" \\o/', String.raw`Basic realm="say \"hi\" \\o/"`],
  ['a\r\nSet-Cookie: x', 'Basic realm="a??Set-Cookie: x"'],
])('asks for a login in the realm %j', (realm, challenge) => {
  expect(basicChallenge(realm)).toBe(challenge)
})
