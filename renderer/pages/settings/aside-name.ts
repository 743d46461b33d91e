import type { AsideNotification } from '../../../server/control/notifications-contract.ts'
import { shortDigest } from '../../format.ts'
import { nameOf } from '../../place.ts'
import { webhooks } from '../../strings/webhooks.ts'

/** What an event tells, in a few words. */
export function asideName({ action, repository, reference }: AsideNotification): string {
  const verb = webhooks.aside.actions[action] ?? action
  if (reference === undefined) return `${verb} ${repository}`
  if (!reference.includes(':')) return `${verb} ${nameOf(repository, reference)}`
  return `${verb} ${repository}@${shortDigest(reference)}`
}
