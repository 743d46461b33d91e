/* oxlint-disable vitest/no-conditional-tests, vitest/no-disabled-tests, vitest/valid-title,
   vitest/valid-describe-callback -- this file declares suites that others write. */
import { describe, expect, inject, test } from 'vitest'
import { recordSkip } from './skips.ts'
import type { Skip } from './skips.ts'
import { tool } from './tool-table.ts'
import type { ToolName } from './tool-table.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the Docker daemon that the interop run started. */
    dockerHost?: string
    /** Why that daemon did not start. */
    dockerFailure?: string
  }
}

/** Set in CI: a suite whose tool is missing fails instead of being skipped. */
const SKIPS_FORBIDDEN = process.env['BERTH_TESTS_NO_SKIP'] === '1'

function lacking(name: ToolName): { reason: string; remedy: string } | undefined {
  const reason = tool(name).missing()
  if (reason !== undefined) return { reason, remedy: tool(name).remedy }
  const failure = name === 'docker' ? inject('dockerFailure') : undefined
  return failure === undefined ? undefined : { reason: failure, remedy: failure }
}

/**
 * `describe` for a suite that needs outside tools. Where one is missing the suite is skipped by
 * name and noted for the table at the end of the run; with BERTH_TESTS_NO_SKIP=1 it fails.
 */
export function describeWith(tools: readonly ToolName[], name: string, suite: () => void): void {
  const lacks = tools.flatMap((toolName) => {
    const lack = lacking(toolName)
    return lack ? [{ ...lack, toolName }] : []
  })
  const first = lacks[0]
  if (first === undefined) describe(name, suite)
  else if (SKIPS_FORBIDDEN) describe(name, () => failFor(lacks.map((lack) => lack.reason)))
  else skip({ suite: name, tool: first.toolName, remedy: first.remedy }, suite)
}

function failFor(reasons: readonly string[]): void {
  test('has the tools it needs', () => expect(reasons).toEqual([]))
}

function skip(skipped: Skip, suite: () => void): void {
  recordSkip(skipped)
  // The one place that skips: by name, and told again in the table at the end.
  describe.skip(`${skipped.suite} (needs ${skipped.tool}: ${skipped.remedy})`, suite)
}
