import { expect, test } from 'vitest'
import { importsIn, ringIn } from './imports.ts'

test.each([
  [`import a from './x.ts'`, './x.ts', false],
  [`import type { A } from './x.ts'`, './x.ts', true],
  [`import { type A } from './x.ts'`, './x.ts', false],
  [`import {\n  a,\n  type B,\n} from "./x.ts"`, './x.ts', false],
  [`import type {\n  A,\n} from './x.ts'`, './x.ts', true],
  [`import * as a from './x.ts'`, './x.ts', false],
  [`import './x.ts'`, './x.ts', false],
  [`export { a } from './x.ts'`, './x.ts', false],
  [`export type { A } from './x.ts'`, './x.ts', true],
  [`export * from './x.ts'`, './x.ts', false],
  [`const a = await import('./x.ts')`, './x.ts', false],
  [`type A = import('./x.ts').A`, './x.ts', false],
  [`new Worker(new URL('./x.ts', import.meta.url))`, './x.ts', false],
])('the import in %j is seen', (text, target, typeOnly) => {
  expect(importsIn(`// first\n${text}\n`)).toStrictEqual([{ target, typeOnly }])
})

test('a ring is found, and none where there is none', () => {
  const chain: [string, string[]][] = [
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', []],
  ]
  expect(ringIn(new Map(chain))).toBeUndefined()
  expect(ringIn(new Map([...chain, ['d', ['b']]]))).toStrictEqual(['b', 'd', 'b'])
})
