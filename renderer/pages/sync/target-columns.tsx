import { Button, makeStyles, tokens } from '@fluentui/react-components'
import type { SyncTarget } from '../../../server/control/sync-contract.ts'
import { PlaceLink } from '../../components/place-link.tsx'
import type { Column } from '../../components/table/column.ts'
import { When } from '../../components/when.tsx'
import { sync } from '../../strings/sync.ts'
import { StateText } from '../remotes/state-text.tsx'
import { ruleText } from './rule-text.ts'
import { TargetMenu, type TargetMenuProps } from './target-menu.tsx'
import { targetState } from './target-state.ts'

const words = sync.targets

export interface TargetColumnsParts extends Omit<TargetMenuProps, 'target'> {
  readonly onSync: (target: SyncTarget) => void
}

const useStyles = makeStyles({
  actions: { display: 'inline-flex', alignItems: 'center', columnGap: tokens.spacingHorizontalXS },
})

export function targetColumns(does: TargetColumnsParts): Column<SyncTarget>[] {
  return [
    {
      id: 'remote',
      title: words.columns.remote,
      width: 'minmax(6rem, 1fr)',
      cell: ({ remote, url }) => <span title={url}>{remote}</span>,
    },
    {
      id: 'what',
      title: words.columns.what,
      width: 'minmax(8rem, 2fr)',
      from: 560,
      cell: ({ rule }) => <span title={ruleText(rule)}>{ruleText(rule)}</span>,
    },
    {
      id: 'state',
      title: words.columns.state,
      width: '10rem',
      cell: (target) => <State target={target} />,
    },
    {
      id: 'last',
      title: words.columns.last,
      width: '7rem',
      from: 720,
      cell: ({ lastRun }) => (lastRun ? <When at={lastRun.endedAt} /> : words.never),
    },
    {
      id: 'actions',
      title: words.columns.actions,
      width: '9rem',
      align: 'end',
      cell: (target) => <Actions target={target} {...does} />,
    },
  ]
}

/** What needs somebody leads to where it is seen to. */
function State({ target }: { readonly target: SyncTarget }) {
  const { running, open, lastRun } = target
  const run = running?.id ?? open?.run ?? lastRun?.id
  const text = <StateText state={targetState(target)} />
  return run === undefined ? text : <PlaceLink to={{ page: 'sync-run', run }}>{text}</PlaceLink>
}

function Actions({ target, onSync, ...menu }: TargetColumnsParts & TargetMenuProps) {
  const styles = useStyles()
  const isBusy = target.running !== undefined || target.url === undefined
  return (
    <span className={styles.actions}>
      <Button
        size="small"
        aria-label={words.nowFor(target.remote)}
        disabledFocusable={isBusy}
        onClick={() => onSync(target)}
      >
        {words.now}
      </Button>
      <TargetMenu target={target} {...menu} />
    </span>
  )
}
