import { RegistryError } from '../../server/oci/errors.ts'

/** The protocol error that `action` throws. */
export function refusalOf(action: () => unknown): RegistryError {
  try {
    action()
  } catch (error) {
    if (error instanceof RegistryError) return error
    throw error
  }
  throw new Error('nothing was refused')
}
