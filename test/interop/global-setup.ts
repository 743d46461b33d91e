import type { TestProject } from 'vitest/node'
import { startAzurite } from '../support/azurite.ts'
import { startDockerDaemon } from '../support/docker.ts'
import { tool } from '../support/tool-table.ts'

/**
 * Starts what all suites share: one Azurite, in which each takes a container of its own, and one
 * Docker daemon, where this machine allows that.
 *
 * @returns what ends them.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await using cleanUp = new AsyncDisposableStack()
  const { url, accountName, accountKey } = cleanUp.use(await startAzurite())
  project.provide('azureAccount', { url, accountName, accountKey })
  const daemon = await dockerDaemon(project)
  if (daemon) cleanUp.use(daemon)
  const started = cleanUp.move()
  return () => started.disposeAsync()
}

async function dockerDaemon(project: TestProject): Promise<AsyncDisposable | undefined> {
  const missing = tool('docker').missing() ?? tool('privilege').missing()
  if (missing !== undefined) return undefined
  try {
    const daemon = await startDockerDaemon()
    project.provide('dockerHost', daemon.host)
    return daemon
  } catch (error) {
    project.provide('dockerFailure', error instanceof Error ? error.message : String(error))
    return undefined
  }
}
