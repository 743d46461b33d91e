import { RegistryError } from '../oci/errors.ts'
import { StorageFull } from '../storage/driver.ts'

/** What went wrong, for a person; no stack, no secret. */
export function whyFailed(error: unknown): string {
  if (error instanceof StorageFull) return 'no space left where this registry stores its images'
  if (error instanceof RegistryError) return error.message
  if (!(error instanceof Error)) return String(error)
  const { code } = error as NodeJS.ErrnoException
  return code === undefined || error.message.includes(code)
    ? error.message
    : `${error.message} (${code})`
}
