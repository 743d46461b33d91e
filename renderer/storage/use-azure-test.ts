import { useEffect } from 'react'
import type { StorageTest } from '../../server/control/storage-contract.ts'
import type { ControlError } from '../transport.ts'
import { useNotices } from '../components/notices.tsx'
import { storage as words } from '../strings/storage.ts'
import type { AzureForm } from './use-azure-form.ts'
import { useSecretCall } from './use-secret-call.ts'

/** The test of what was typed. */
export interface AzureTest {
  readonly busy: boolean
  readonly outcome: StorageTest | undefined
  readonly error: ControlError | undefined
  readonly run: () => void
  /** Makes the container that is missing, and tests then. */
  readonly create: () => void
  readonly fieldError: (field: string) => string | undefined
}

export function useAzureTest(form: AzureForm): AzureTest {
  const test = useSecretCall('storage.test')
  const create = useSecretCall('storage.createContainer')
  const notices = useNotices()
  const error = create.error ?? test.error
  const { clear } = test
  // What was tested is no longer what is there.
  const { account, container, endpoint, root, secret, how } = form
  useEffect(clear, [clear, account, container, endpoint, root, secret, how])
  const run = (): void => void test.run(form.input())
  async function make(): Promise<void> {
    const { root: _, ...container } = form.input()
    const before = form.container
    if (!(await create.run(container))) return
    notices.done(words.azure.created(before))
    run()
  }
  return {
    busy: test.busy || create.busy,
    outcome: test.output,
    error,
    run,
    create: () => void make(),
    fieldError: (field) => (error?.field === field ? error.message : undefined),
  }
}
