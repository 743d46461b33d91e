import { expect, test } from 'vitest'
import { withInsecureRegistry } from '../../server/engines/daemon-json.ts'

const after = (text: string | undefined) =>
  JSON.parse(withInsecureRegistry(text, 'h:5000')) as unknown

test.each([
  [undefined, { 'insecure-registries': ['h:5000'] }],
  ['  \n', { 'insecure-registries': ['h:5000'] }],
  ['{"debug": true}', { debug: true, 'insecure-registries': ['h:5000'] }],
  ['{"insecure-registries": ["a:1"]}', { 'insecure-registries': ['a:1', 'h:5000'] }],
  ['{"insecure-registries": ["h:5000"]}', { 'insecure-registries': ['h:5000'] }],
])('%j gets the registry and keeps the rest', (text, settings) => {
  expect(after(text)).toStrictEqual(settings)
})

test.each(['{', '[]', '"text"'])('%s stays as it is', (text) => {
  expect(() => withInsecureRegistry(text, 'h:5000')).toThrow(/daemon\.json is not JSON/)
})
