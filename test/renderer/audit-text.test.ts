import { expect, test } from 'vitest'
import { subjectText } from '../../renderer/pages/audit/entry-text.ts'
import { audit } from '../../renderer/strings/audit.ts'
import { METHODS } from '../../server/control/contract.ts'

test('every change that can be made in the console has words of its own', () => {
  const changes = Object.entries(METHODS).filter(([, { permission }]) => permission === 'write')
  expect(changes.map(([name]) => name).filter((name) => !(name in audit.actions))).toStrictEqual([])
})

test('what a change was about is told without brackets of a program', () => {
  const details = JSON.stringify({
    remote: 'azure',
    rules: [{ pattern: 'team/*', direction: 'push' }],
    tags: ['a', 'b'],
  })
  expect(subjectText({ action: 'sync.saveTarget', via: 'console', id: 1, at: 0, details })).toBe(
    'remote azure, rules (pattern team/*, direction push), tags a b',
  )
})
