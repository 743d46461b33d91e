import type { Config } from '../config/config.ts'
import type { Log } from '../log.ts'
import type { Audit } from './audit.ts'

/**
 * The log of changes, where one is kept. One that nobody asked for is no reason not to go on.
 * @throws Error that says what to do, when one was asked for and cannot be written
 */
export async function auditAsAsked(
  { log: { audit } }: Pick<Config, 'log'>,
  log: Pick<Log, 'warn' | 'error'>,
): Promise<Audit | undefined> {
  if (!audit) return undefined
  const { openAudit } = await import('./audit.ts')
  try {
    return await openAudit(audit, log)
  } catch (cause) {
    if (audit.isAskedFor) throw cause
    log.warn('there is no audit log', { cause })
    return undefined
  }
}
