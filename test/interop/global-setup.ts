import type { TestProject } from 'vitest/node'
import { startDockerDaemon } from '../support/docker.ts'
import { tool } from '../support/tool-table.ts'

/**
 * Starts one Docker daemon for all suites that need it, where this machine allows that.
 *
 * @returns what ends it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const missing = tool('docker').missing() ?? tool('privilege').missing()
  if (missing !== undefined) return async () => undefined
  try {
    const daemon = await startDockerDaemon()
    project.provide('dockerHost', daemon.host)
    return async () => daemon[Symbol.asyncDispose]()
  } catch (error) {
    project.provide('dockerFailure', error instanceof Error ? error.message : String(error))
    return async () => undefined
  }
}
