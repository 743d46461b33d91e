import type { RegistryEvent, Witness } from '../traffic/witness.ts'
import type { Audit } from './audit.ts'

/** Records what clients change: tags that are pushed, and all that is deleted. */
export function auditedWitness(witness: Witness, audit: Pick<Audit, 'record'>): Witness {
  return {
    ...witness,
    tell(event) {
      if (isChange(event)) {
        const { action, repository, digest, tag, client } = event
        const what = { repository, ...(tag && { tag }), ...(digest && { digest }) }
        audit.record({ action, via: 'client', ...what, ...client })
      }
      witness.tell(event)
    },
  }
}

/** A manifest without a tag is a part of what gets one. */
function isChange({ action, tag }: RegistryEvent): boolean {
  if (action === 'push') return tag !== undefined
  return action === 'delete' || action === 'delete-blob'
}
