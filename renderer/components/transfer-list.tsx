import { makeStyles, tokens } from '@fluentui/react-components'
import type { Transfer } from '../../server/control/activity-contract.ts'
import {
  duration,
  exactSize,
  percent,
  program,
  rate,
  secondsLeft,
  shortDigest,
  size,
} from '../format.ts'
import { strings } from '../strings.ts'
import { PlaceLink } from './place-link.tsx'
import { PlainList } from './plain-list.tsx'
import { ProgressLine } from './progress-line.tsx'

const useStyles = makeStyles({
  item: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXXS },
  from: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
})

/** What is on its way, with as much of its progress as is known. */
export function TransferList({ transfers }: { readonly transfers: readonly Transfer[] }) {
  return (
    <PlainList>
      {transfers.map((transfer) => (
        <TransferItem key={transfer.id} transfer={transfer} />
      ))}
    </PlainList>
  )
}

function TransferItem({ transfer }: { readonly transfer: Transfer }) {
  const styles = useStyles()
  const { repository, digest, direction, bytes, totalBytes } = transfer
  const verb = strings.transfers[direction]
  return (
    <li className={styles.item}>
      <ProgressLine
        label={`${verb} ${repository}`}
        title={
          <>
            {verb} <PlaceLink to={{ page: 'repository', repository }}>{repository}</PlaceLink>
          </>
        }
        numbers={progressWords(transfer)}
        exact={exactSize(bytes)}
        value={totalBytes ? bytes / totalBytes : undefined}
      />
      <span className={styles.from} title={digest}>
        {fromWords(transfer)}
      </span>
    </li>
  )
}

/** Bytes, rate and time left; what is not known is left out. */
function progressWords(transfer: Transfer): string {
  const { bytes, totalBytes } = transfer
  const left = secondsLeft(transfer)
  return [
    totalBytes === undefined ? size(bytes) : strings.transfers.of(size(bytes), size(totalBytes)),
    totalBytes !== undefined && percent(bytes, totalBytes),
    transfer.rate > 0 && rate(transfer.rate),
    left !== undefined && strings.live.left(duration(left)),
  ]
    .filter(Boolean)
    .join(' · ')
}

/** What of the repository it is, and who is at the other end. */
function fromWords({ digest, user, agent, remote }: Transfer): string {
  return [
    digest === undefined ? undefined : shortDigest(digest),
    user,
    agent === undefined ? undefined : program(agent),
    remote,
  ]
    .filter((word) => word !== undefined)
    .join(' · ')
}
