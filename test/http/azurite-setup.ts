import type { TestProject } from 'vitest/node'
import { startAzurite } from '../support/azurite.ts'

/** Starts the Azurite in which every test server of the run has a container of its own; gives back what ends it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const azurite = await startAzurite()
  const { url, accountName, accountKey } = azurite
  project.provide('azureAccount', { url, accountName, accountKey })
  return async () => {
    await azurite[Symbol.asyncDispose]()
  }
}
