import { expect, test } from 'vitest'
import { AddressError, nameBelow, parseRemoteAddress } from '../../server/remotes/remote-address.ts'

test.each([
  ['registry.example.com', 'https://registry.example.com'],
  [' https://registry.example.com/ ', 'https://registry.example.com'],
  ['registry.example.com:5000/Team'.toLowerCase(), 'https://registry.example.com:5000/team'],
  ['https://registry.example.com/v2/', 'https://registry.example.com'],
  ['https://registry.example.com/v2/team/', 'https://registry.example.com/team'],
  ['http://registry.example.com', 'http://registry.example.com'],
  ['localhost:5000', 'http://localhost:5000'],
  ['127.0.0.1:5000/a/b', 'http://127.0.0.1:5000/a/b'],
  ['[::1]:5000', 'http://[::1]:5000'],
  ['localhost.example.com', 'https://localhost.example.com'],
  ['https://index.docker.io/v1/', 'https://registry-1.docker.io'],
  ['docker.io/library', 'https://registry-1.docker.io/library'],
])('%s is %s', (text, url) => {
  expect(parseRemoteAddress(text).url).toBe(url)
})

test.each([
  ['', /no address/],
  ['ftp://x', /no address/],
  ['https://user:pass@x', /takes no password/],
  ['https://x/?a=b', /neither/],
  ['https://x/Team', /cannot be the name/],
])('%j is none', (text, why) => {
  expect(() => parseRemoteAddress(text)).toThrow(AddressError)
  expect(() => parseRemoteAddress(text)).toThrow(why)
})

test('repositories are named below its path', () => {
  const { base, prefix } = parseRemoteAddress('example.com/team')
  expect([base.href, nameBelow(prefix, 'app')]).toEqual(['https://example.com/', 'team/app'])
  expect(nameBelow(undefined, 'app')).toBe('app')
})
