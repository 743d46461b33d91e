import { StorageFull } from './driver.ts'

const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
// ENOTDIR: a file stands where the path wants a folder; EISDIR: the other way round; ENAMETOOLONG:
// no such file can exist.
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'])
// Somebody has it open, on Windows; or has just put something into a folder.
const IN_USE: ReadonlySet<string> = new Set(['EBUSY', 'EPERM', 'EACCES', 'ENOTEMPTY', 'EEXIST'])

/** The system's name of a failure (`ENOENT`), if it is one of the system's. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return typeof code === 'string' ? code : undefined
}

/** Whether a failure says that there is nothing at the path. */
export function isAbsence(error: unknown): boolean {
  return ABSENT.has(systemCode(error) ?? '')
}

/** Whether a failure says that something cannot be taken away now. */
export function isInUse(error: unknown): boolean {
  return IN_USE.has(systemCode(error) ?? '')
}

/** The result of `work`, or undefined where there is nothing at its path. */
export async function unlessAbsent<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (isAbsence(error)) return undefined
    throw error
  }
}

/** The result of `work`; its failure for want of space under a name of its own. */
export async function withFullDisk<T>(work: Promise<T>, path: string): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw FULL.has(systemCode(error) ?? '') ? new StorageFull(path, error) : error
  }
}
