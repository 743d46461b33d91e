import { expect, test } from 'vitest'
import { showProblem } from '../../server/config/config-error.ts'
import type { Tree } from '../../server/config/tree.ts'
import { placeOf } from '../../server/config/tree.ts'
import { parseYaml } from '../../server/config/yaml.ts'

/** The texts of a tree without the places. */
function plain(tree: Tree | undefined): unknown {
  if (tree?.kind === 'scalar') return tree.text
  if (tree?.kind === 'list') return tree.items.map(plain)
  return tree && Object.fromEntries([...tree.entries].map(([key, value]) => [key, plain(value)]))
}

const parse = (text: string) => parseYaml(text, 'c.yml', true)

test.each([
  ['a: 0.10', { a: '0.10' }],
  ['a: 0123', { a: '0123' }],
  ['a: yes', { a: 'yes' }],
  ['a: True', { a: 'True' }],
  ['a: "x y"', { a: 'x y' }],
  ['a: :5000', { a: ':5000' }],
  ['a:', { a: '' }],
  ['a: ~', { a: '' }],
  ['a: null', { a: '' }],
  ['a: [1, b, {c: d}]', { a: ['1', 'b', { c: 'd' }] }],
  ['a: &x {b: c}\nd: *x', { a: { b: 'c' }, d: { b: 'c' } }],
  ['a: &x word\nd: *x', { a: 'word', d: 'word' }],
  ['a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3', { a: { b: '1', c: '2' }, d: { b: '1', c: '3' } }],
  [
    'a: &x {b: 1}\nc: &y {b: 2, d: 4}\ne: {<<: [*x, *y]}',
    { a: { b: '1' }, c: { b: '2', d: '4' }, e: { b: '1', d: '4' } },
  ],
  ['\uFEFFa: b\r\nc: d\r\n', { a: 'b', c: 'd' }],
  ['5: six', { '5': 'six' }],
])('%j', (text, expected) => {
  expect(plain(parse(text).tree)).toEqual(expected)
})

test('every value knows the line of its key', () => {
  const { tree } = parse('a: 1\nb:\n  - x\n  - c: y\n    d: z\n')
  expect(tree && placeOf(tree, ['b'])).toEqual({ source: 'c.yml', line: 2 })
  expect(tree && placeOf(tree, ['b', '1', 'd'])).toEqual({ source: 'c.yml', line: 5 })
  expect(tree && placeOf(tree, ['b', '0', 'missing'])).toEqual({ source: 'c.yml', line: 3 })
})

test.each([
  ['a: 1\nb: 2\na: 3', 'c.yml:3: the key "a" is given twice in one section; keep one of them'],
  ['a: [1, 2', /^c\.yml:1: not valid YAML: .*\]/],
  ['a: b\n\tc: d', /^c\.yml:2: not valid YAML: .*[Tt]ab/],
  ['a: 1\n---\nb: 2', /^c\.yml:2: not valid YAML: /],
  [
    'a: *nobody',
    'c.yml:1: no & has the name that this * refers to; a text that starts with * needs quotes',
  ],
  ['a: &x\n  b: *x', 'c.yml:2: an alias refers to a section it is part of'],
  ['? [a, b]\n: c', 'c.yml:1: a key must be a single word'],
  ['a:\n  <<: word', 'c.yml:2: << must be an alias of a section'],
])('%j is refused', (text, expected) => {
  expect(parse(text).problems?.map(showProblem)[0]).toMatch(expected)
})

test('all errors of a text are told', () => {
  expect(parse('a: 1\na: 2\nb: 1\nb: 2').problems).toHaveLength(2)
})

test('aliases of aliases do not multiply', () => {
  const rows = Array.from(
    { length: 40 },
    (_, row) => `r${row + 1}: &r${row + 1} [*r${row}, *r${row}]`,
  )
  expect(parse(['r0: &r0 [x, x]', ...rows].join('\n')).tree?.kind).toBe('mapping')
})

test('deep nesting is refused and does not end the process', () => {
  expect(parse('['.repeat(50_000)).problems?.[0]?.message).toMatch(/^not valid YAML: /)
})
