import { expect, test } from 'vitest'
import { parseHtpasswd, userOf } from '../../server/auth/htpasswd.ts'

const REST = 'abcdefghijklmnopqrstuv0123456789ABCDEFGHIJKLMNOPQRSTU'
const HASH = `$2y$05$${REST}`
const ten = (kind: string) => `$2${kind}$10$${REST}`

test.each([
  ['a plain line', `alice:${HASH}\n`, { alice: HASH }],
  ['a last line without an end', `alice:${HASH}`, { alice: HASH }],
  ['lines that end as on Windows', `alice:${HASH}\r\nbob:${HASH}\r\n`, { alice: HASH, bob: HASH }],
  ['blanks around a line', `  \t alice:${HASH}  \n`, { alice: HASH }],
  ['a byte order mark', `\uFEFFalice:${HASH}\n`, { alice: HASH }],
  ['comments and empty lines', `# users\n\n  # x:y\nalice:${HASH}\n`, { alice: HASH }],
  ['a comment after a second colon', `alice:${HASH}:of sales\n`, { alice: HASH }],
  ['$2a$ and $2b$', `a:${ten('a')}\nb:${ten('b')}\n`, { a: ten('a'), b: ten('b') }],
  ['names that differ in case', `Al:${HASH}\nal:${ten('y')}\n`, { Al: HASH, al: ten('y') }],
  ['names beyond ASCII', `Jürgen:${HASH}\n`, { Jürgen: HASH }],
  ['the last of two lines', `alice:${HASH}\nalice:${ten('y')}\n`, { alice: ten('y') }],
  ['no user whose last line is unusable', `alice:${HASH}\nalice:secret\n`, {}],
  ['nothing', '', {}],
])('takes %s', (_, text, users) => {
  expect(Object.fromEntries(parseHtpasswd(text).hashes)).toEqual(users)
})

test.each([
  ['another kind of hash', 'alice:$apr1$AKIzyvYK$VyAIVDzTXfjpKeb1.54gG1', 'not a bcrypt hash'],
  ['SHA-1', 'alice:{SHA}5siv5c0SHx681xU6GiSx9ZQryqs=', 'not a bcrypt hash'],
  ['a password in clear', 'alice:secret', 'not a bcrypt hash'],
  ['a hash cut off', `alice:${HASH.slice(0, -1)}`, 'not a bcrypt hash'],
  ['an older kind of bcrypt', `alice:$2x$05$${REST}`, 'not a bcrypt hash'],
  ['a line without a colon', 'alice', 'no colon'],
  ['a line without a name', `:${HASH}`, 'no user name'],
  ['a cost nobody can wait for', `alice:$2y$18$${REST}`, 'bcrypt cost outside 4 to 17'],
  ['a cost that does not exist', `alice:$2y$03$${REST}`, 'bcrypt cost outside 4 to 17'],
])('skips %s', (_, line, reason) => {
  const { hashes, skipped } = parseHtpasswd(`# one\n${line}\nbob:${HASH}\n`)
  expect({ users: [...hashes.keys()], skipped }).toEqual({
    users: ['bob'],
    skipped: [{ line: 2, reason }],
  })
})

test.each([
  ['the only one', [7], 7],
  ['the most frequent one', [12, 5, 5], 5],
  ['the higher of two as frequent', [5, 12, 5, 12], 12],
  ['10 without users', [], 10],
])('calls the usual cost %s', (_, costs, usual) => {
  const lines = costs.map((cost, user) => `${user}:$2y$${String(cost).padStart(2, '0')}$${REST}`)
  expect(parseHtpasswd(lines.join('\n')).usualCost).toBe(usual)
})

test.each([
  [`alice:${HASH}`, 'alice'],
  [' alice : x ', 'alice '],
  ['alice', 'alice'],
  ['#alice:x', undefined],
  ['  ', undefined],
])('says whom the line %j is about', (line, user) => {
  expect(userOf(line)).toBe(user)
})
