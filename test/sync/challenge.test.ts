import { expect, test } from 'vitest'
import { challengeFor, parseChallenges } from '../../server/sync/challenge.ts'

const bearer = (parameters: Record<string, string>) => ({ scheme: 'bearer', parameters })
const basic = { scheme: 'basic', parameters: { realm: 'x, y' } }

test.each<[header: string, challenges: object[]]>([
  ['', []],
  ['Basic realm="x, y"', [basic]],
  ['basic Realm = "x, y"', [basic]],
  [
    'Bearer realm="https://a/t",service="a",scope="repository:x:pull,push"',
    [bearer({ realm: 'https://a/t', service: 'a', scope: 'repository:x:pull,push' })],
  ],
  ['Bearer realm=https://a/t?x=1, service=a', [bearer({ realm: 'https://a/t?x=1', service: 'a' })]],
  [String.raw`Bearer realm="say \"a\\b\""`, [bearer({ realm: String.raw`say "a\b"` })]],
  ['Bearer realm="a",, Basic realm="x, y"', [bearer({ realm: 'a' }), basic]],
  [
    'Negotiate, Newauth dG9rZW4=, Basic realm="x, y"',
    [{ scheme: 'negotiate', parameters: {} }, { scheme: 'newauth', parameters: {} }, basic],
  ],
  ['Bearer realm="never ends', [{ scheme: 'bearer', parameters: {} }]],
  ['"', []],
])('%s', (header, challenges) => {
  expect(parseChallenges(header)).toEqual(challenges)
})

test('the first of a scheme counts', () => {
  const header = 'Bearer realm="a", Basic realm="b", Bearer realm="c"'
  expect(challengeFor(header, 'bearer')?.parameters['realm']).toBe('a')
  expect(challengeFor(header, 'digest')).toBeUndefined()
})
