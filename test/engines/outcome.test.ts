import { expect, test } from 'vitest'
import { outcomeOf } from '../../server/engines/outcome.ts'

/** What engines say, word for word. */
const SAID = [
  ['dial tcp 127.0.0.1:5000: connect: connection refused', 'refused'],
  [
    'dial tcp 127.0.0.1:5000: connectex: No connection could be made because the target machine actively refused it.',
    'refused',
  ],
  ['Get "https://h:5000/v2/": http: server gave HTTP response to HTTPS client', 'wants-https'],
  [
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'untrusted-certificate',
  ],
  ['x509: certificate relies on legacy Common Name field', 'untrusted-certificate'],
  ['Client sent an HTTP request to an HTTPS server.', 'wants-http'],
  ['dial tcp: lookup host.docker.internal: no such host', 'unreachable'],
  ['dial tcp 10.0.0.1:5000: i/o timeout', 'timed-out'],
  ['manifest for localhost:5000/berth-probe/a:probe not found: manifest unknown', 'other-registry'],
  [
    'pull access denied for localhost:5000/berth-probe/a, repository does not exist',
    'login-wanted',
  ],
  ['Get "http://localhost:5000/v2/": EOF', 'other-program'],
  ['something new', 'failed'],
] as const

test.each(SAID)('%s', (words, outcome) => {
  expect(outcomeOf(words, true)).toBe(outcome)
})

test('who asks for a login where this registry does not is another', () => {
  expect(outcomeOf('unauthorized: authentication required', false)).toBe('other-registry')
})
