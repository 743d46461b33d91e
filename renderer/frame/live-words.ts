import type { Transfer } from '../../server/control/activity-contract.ts'
import { duration, percent, programName, rate, secondsLeft, size } from '../format.ts'
import { strings } from '../strings.ts'

/** Everything that moves, in one line; `undefined` when nothing does. What is not known is left out. */
export function liveWords(transfers: readonly Transfer[]): string | undefined {
  const [first, ...more] = transfers
  if (!first) return undefined
  return more.length === 0 ? ofOne(first) : ofSeveral(transfers)
}

function ofOne(transfer: Transfer): string {
  const { direction, repository, agent, remote, bytes, totalBytes } = transfer
  const other = agent === undefined ? remote : programName(agent)
  const left = secondsLeft(transfer)
  const words = direction === 'push' ? strings.live.receiving : strings.live.sending
  return [
    words(repository, other),
    totalBytes === undefined ? size(bytes) : percent(bytes, totalBytes),
    transfer.rate > 0 && rate(transfer.rate),
    left !== undefined && strings.live.left(duration(left)),
  ]
    .filter(Boolean)
    .join(' · ')
}

function ofSeveral(transfers: readonly Transfer[]): string {
  const pushes = transfers.filter(({ direction }) => direction === 'push').length
  const all = transfers.reduce((sum, one) => sum + one.rate, 0)
  return [strings.live.several(pushes, transfers.length - pushes), all > 0 && rate(all)]
    .filter(Boolean)
    .join(' · ')
}
