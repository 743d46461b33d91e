import { expect, test } from 'vitest'
import { liveWords } from '../../renderer/frame/live-words.ts'

const MiB = 1024 * 1024
const PUSH = {
  id: '1',
  direction: 'push',
  repository: 'team/api',
  agent: 'docker/28.1.1 go/go1.24',
  remote: '127.0.0.1',
  startedAt: 0,
  bytes: 61 * MiB,
  totalBytes: 100 * MiB,
  rate: 10 * MiB,
} as const

const { agent: _agent, totalBytes: _total, ...UNTOLD } = PUSH
const PULL = { ...UNTOLD, id: '2', direction: 'pull', rate: 0 } as const

test.each([
  [[], undefined],
  [[PUSH], 'Receiving team/api from docker · 61 % · 10.0 MiB/s · 4 s left'],
  [[PULL], 'Sending team/api to 127.0.0.1 · 61.0 MiB'],
  [[PUSH, PULL], '1 push and 1 pull · 10.0 MiB/s'],
  [[PULL, PULL], '2 pulls'],
])('what moves now, in one line (%#)', (transfers, words) => {
  expect(liveWords(transfers)?.replaceAll('\u00a0', ' ')).toBe(words)
})
