import { describe, expect, test } from 'vitest'
import type { ImageConfig } from '../../server/control/images-contract.ts'
import {
  configFacts,
  pairLines,
  saysSomething,
  shellWords,
} from '../../renderer/pages/image/config-facts.ts'

const EMPTY: ImageConfig = {
  digest: 'sha256:1',
  entrypoint: [],
  command: [],
  environment: [],
  ports: [],
  volumes: [],
  labels: {},
}

describe('a command', () => {
  test.each([
    [['nginx', '-g', 'daemon off;'], "nginx -g 'daemon off;'"],
    [['/bin/sh', '-c', `echo "it's"`], String.raw`/bin/sh -c 'echo "it'\''s"'`],
    [['a', ''], "a ''"],
    [[], ''],
  ])('of %j is %s', (list, line) => {
    expect(shellWords(list)).toBe(line)
  })
})

test('only what is there is told', () => {
  const config = { ...EMPTY, command: ['sh'], ports: ['80/tcp', '443/tcp'], user: '' }
  expect(configFacts(config)).toEqual([
    { name: 'Command', text: 'sh' },
    { name: 'Ports', text: '80/tcp, 443/tcp' },
  ])
})

test.each([
  [{}, false],
  [{ user: 'root' }, true],
  [{ createdAt: 0 }, true],
  [{ environment: ['A=b'] }, true],
  [{ labels: { a: '' } }, true],
])('with %j it says something: %j', (part, says) => {
  expect(saysSomething({ ...EMPTY, ...part })).toBe(says)
})

test('pairs', () => {
  expect(pairLines({ a: 'b', c: '' })).toEqual(['a=b', 'c='])
})
