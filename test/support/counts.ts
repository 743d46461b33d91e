/** How many tests went which way. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** What a program that was run left behind, for counting. */
export interface Ended {
  readonly code: number
  /** What it wrote to its standard output. */
  readonly output: string
  /** The report that it was told to write, if it did. */
  readonly report: string | undefined
}

/** No test at all. */
export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 }

/** The sum of two counts. */
export function plus(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  }
}

/** A check that is no test: nothing where it passes, a failure where it does not. */
export function countCheck({ code }: Ended): Counts {
  return { ...NONE, failed: code === 0 ? 0 : 1 }
}

/** A run of Vitest with its JSON report; one that failed outside of any test is a failure too. */
export function countVitest(ended: Ended): Counts {
  if (ended.report === undefined) return countCheck({ ...ended, code: ended.code || 1 })
  const report: Record<string, number> = JSON.parse(ended.report)
  const { numTotalTests = 0, numPassedTests: passed = 0, numFailedTests: failed = 0 } = report
  // Not `numPendingTests`: it leaves out some tests of a suite that is skipped as a whole.
  return withFailure(ended, { passed, failed, skipped: numTotalTests - passed - failed })
}

const PROPERTY = /^.+: \d+ passed, (\d+) failed$/gm

/**
 * A fault run: each property that it prints (`name: 12 passed, 0 failed`) is a test. A run that
 * prints none has shown nothing, which is a failure.
 */
export function countProperties(ended: Ended): Counts {
  const failures = [...ended.output.matchAll(PROPERTY)].map(([, failed]) => Number(failed))
  if (failures.length === 0) return { ...NONE, failed: 1 }
  const failed = failures.filter((count) => count > 0).length
  return withFailure(ended, { passed: failures.length - failed, failed, skipped: 0 })
}

function withFailure({ code }: Ended, counts: Counts): Counts {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}
