import { expect, test } from 'vitest'
import { measuredRate, withSample } from '../../renderer/pages/import/measured-rate.ts'

test('a rate is measured over the last seconds', () => {
  const samples = [0, 1_000, 2_000, 8_000, 9_000].map((at) => ({ at, bytes: at * 3 }))
  const kept = samples.reduce(withSample, [] as ReturnType<typeof withSample>)
  expect(kept.map(({ at }) => at)).toStrictEqual([8_000, 9_000])
  expect(measuredRate(kept)).toBe(3_000)
})

test('one sample tells no rate', () => {
  expect(measuredRate([])).toBe(0)
  expect(measuredRate([{ at: 5, bytes: 10 }])).toBe(0)
})
