import { ControlError } from '../control/control-error.ts'
import { failureOf, INTERNAL } from '../control/failure.ts'
import type { Log } from '../log.ts'
import { CopyError } from '../sync/copy.ts'
import { ArchiveError } from './archive-error.ts'
import { inEntry, type Contents } from './contents.ts'
import { ExportError } from './export-error.ts'
import { SpoolFull } from './spool.ts'

/** For the console: what went wrong with a file. What is a fault of ours stays what it is. */
export function toControlError(error: unknown): unknown {
  if (error instanceof ArchiveError) {
    return new ControlError('INVALID_INPUT', error.message, 'file', { cause: error })
  }
  if (error instanceof SpoolFull) {
    return new ControlError('UNAVAILABLE', error.message, undefined, { cause: error })
  }
  if (error instanceof ExportError) {
    const code = error.field === 'reference' ? 'NOT_FOUND' : 'INVALID_INPUT'
    return new ControlError(code, error.message, error.field, { cause: error })
  }
  return error
}

/** The same in words. @param contents of the file, to name the entry at fault */
export function explain(error: unknown, contents: Contents | undefined, log: Log): string {
  const cause = causeOf(error, contents)
  const told = failureOf(toControlError(cause))
  if (!told) log.error('an import failed', { cause })
  return (told ?? INTERNAL).message
}

function causeOf(error: unknown, contents: Contents | undefined): unknown {
  if (!(error instanceof CopyError)) return error
  return contents ? inEntry(contents.entryOf(error.descriptor.digest), error.cause) : error.cause
}
