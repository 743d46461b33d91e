import { expect, test } from 'vitest'
import { parseAddress, parsePort } from '../../server/config/address.ts'

const bothLoopbacks = [
  { kind: 'tcp', host: '127.0.0.1', port: 5000 },
  { kind: 'tcp', host: '::1', port: 5000, optional: true },
]

test.each([
  [':5000', [{ kind: 'tcp', port: 5000 }]],
  ['localhost:5000', bothLoopbacks],
  ['LOCALHOST:5000', bothLoopbacks],
  ['127.0.0.1:5000', [{ kind: 'tcp', host: '127.0.0.1', port: 5000 }]],
  ['0.0.0.0:80', [{ kind: 'tcp', host: '0.0.0.0', port: 80 }]],
  ['[::]:5000', [{ kind: 'tcp', host: '::', port: 5000 }]],
  ['[::1]:0', [{ kind: 'tcp', host: '::1', port: 0 }]],
  ['registry.example.com:65535', [{ kind: 'tcp', host: 'registry.example.com', port: 65_535 }]],
])('%s', (text, expected) => {
  expect(parseAddress(text)).toEqual(expected)
})

test.each([
  '',
  '5000',
  'localhost',
  'localhost:',
  '127.0.0.1',
  '::1:5000',
  '[::1]',
  '[1.2.3.4]:5000',
  '[]:5000',
  'localhost:65536',
  'localhost:http',
  'localhost:-1',
  'http://localhost:5000',
  '/run/registry.sock',
  'a b:5000',
])('%j is no address', (text) => {
  expect(parseAddress(text)).toBeUndefined()
})

test.each(['', '-1', '65536', '5000a', '1.5', ' 1', '0x10'])('%j is no port', (text) => {
  expect(parsePort(text)).toBeUndefined()
})
