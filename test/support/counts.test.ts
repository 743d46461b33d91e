import { describe, expect, test } from 'vitest'
import { countCheck, countProperties, countVitest, plus } from './counts.ts'

const report = (fields: Record<string, number>) => JSON.stringify(fields)
const output = 'kept: 12 passed, 0 failed\nnoise\nlost: 3 passed, 2 failed\n'

describe('a check', () => {
  test.each([
    { code: 0, failed: 0 },
    { code: 1, failed: 1 },
  ])('that ends with $code counts $failed failures', ({ code, failed }) => {
    const counts = countCheck({ code, output: '', report: undefined })
    expect(counts).toEqual({ passed: 0, failed, skipped: 0 })
  })
})

describe('a Vitest run', () => {
  test.each([
    {
      what: 'with a report counts what it says',
      code: 1,
      report: report({
        numTotalTests: 11,
        numPassedTests: 5,
        numFailedTests: 2,
        numPendingTests: 3,
      }),
      counts: { passed: 5, failed: 2, skipped: 4 },
    },
    {
      what: 'that failed outside of any test is a failure',
      code: 1,
      report: report({ numTotalTests: 5, numPassedTests: 5 }),
      counts: { passed: 5, failed: 1, skipped: 0 },
    },
    {
      what: 'without a report is a failure, whatever it says',
      code: 0,
      report: undefined,
      counts: { passed: 0, failed: 1, skipped: 0 },
    },
  ])('$what', ({ code, report, counts }) => {
    expect(countVitest({ code, output: '', report })).toEqual(counts)
  })
})

describe('a fault run', () => {
  test('counts each property once', () => {
    const counts = countProperties({ code: 1, output, report: undefined })
    expect(counts).toEqual({ passed: 1, failed: 1, skipped: 0 })
  })

  test('that broke off is a failure', () => {
    const counts = countProperties({ code: 1, output: 'broke off', report: undefined })
    expect(counts).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  test('that says nothing shows nothing, so it is a failure', () => {
    expect(countProperties({ code: 0, output: '', report: undefined }).failed).toBe(1)
  })
})

test('counts add up', () => {
  const sum = plus({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 })
  expect(sum).toEqual({ passed: 11, failed: 22, skipped: 33 })
})
