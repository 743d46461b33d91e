import type { CareWatcher } from '../collect/care-watcher.ts'
import type { Audit } from './audit.ts'

/** Records the images that go since nothing leads to them: what no image needs is nobody's change. */
export function auditedCare(audit: Pick<Audit, 'record'>): CareWatcher {
  return {
    deleted(repository, digests, by) {
      for (const digest of digests) audit.record({ action: 'gc', ...by, repository, digest })
    },
  }
}
