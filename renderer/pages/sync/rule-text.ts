import type { SyncRuleView } from '../../../server/control/sync-contract.ts'
import { rate } from '../../format.ts'
import { sync } from '../../strings/sync.ts'

const words = sync.rule

/** A rule in one line: `Push team/* · after every push`. */
export function ruleText(rule: SyncRuleView): string {
  const { direction, repositories, tags, platforms, deletes, limit } = rule
  const which = repositories.length > 0 ? repositories.join(', ') : words.all
  return [
    `${words[direction]} ${which}`,
    tags.length > 0 && words.tags(tags.join(', ')),
    platforms.join(', '),
    whenText(rule),
    deletes && words.deletes,
    limit !== undefined && words.limit(rate(limit)),
  ]
    .filter(Boolean)
    .join(' · ')
}

function whenText({ afterPush, everyMinutes }: SyncRuleView): string {
  const whens = [afterPush && words.afterPush, everyMinutes && words.every(everyMinutes)]
  return whens.filter(Boolean).join(', ') || words.byHand
}
