import { expect, test } from 'vitest'
import { COMMANDS } from '../../server/commands/table.ts'

test.each(COMMANDS)('the list tells the same of $name as the command itself', async (entry) => {
  const { name, summary, usage } = await entry.load()
  expect({ name, summary }).toEqual({ name: entry.name, summary: entry.summary })
  expect(usage).toMatch(new RegExp(`^Usage: berth ${name}\\b[^]*\\n$`))
})
