import { makeStyles, tokens } from '@fluentui/react-components'
import { ArrowSwapRegular, ArrowSyncRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { follow } from '../components/place-link.tsx'
import { useMethod } from '../control.tsx'
import type { Place } from '../place.ts'
import { hrefOf } from '../router.ts'
import { liveWords } from './live-words.ts'
import { syncWords } from './sync-words.ts'

const useStyles = makeStyles({
  line: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    flexShrink: 0,
    minWidth: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXXL}`,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
    textDecorationLine: 'none',
    ':hover': {
      color: tokens.colorNeutralForeground2Hover,
      backgroundColor: tokens.colorNeutralBackground2Hover,
    },
    ':focus-visible': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: `calc(-1 * ${tokens.strokeWidthThick})`,
    },
  },
  words: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
})

/** What is moving right now, from any page; nothing moving, it is not there. */
export function LiveLine() {
  const moving = useMethod('transfers.list', undefined).data ?? []
  const targets = useMethod('sync.targets', undefined).data ?? []
  const runs = targets.flatMap(({ running }) => running ?? [])
  const [run] = runs
  const transfers = liveWords(moving)
  const syncs = syncWords(runs)
  if (transfers === undefined && syncs === undefined) return null
  return (
    <footer>
      {syncs !== undefined && run && (
        <Line
          to={runs.length === 1 ? { page: 'sync-run', run: run.id } : { page: 'sync' }}
          icon={<ArrowSyncRegular aria-hidden />}
          words={syncs}
        />
      )}
      {transfers !== undefined && (
        <Line to={{ page: 'activity' }} icon={<ArrowSwapRegular aria-hidden />} words={transfers} />
      )}
    </footer>
  )
}

interface LineProps {
  readonly to: Place
  readonly icon: ReactNode
  readonly words: string
}

function Line({ to, icon, words }: LineProps) {
  const styles = useStyles()
  return (
    <a href={hrefOf(to)} className={styles.line} onClick={(event) => follow(event, to)}>
      {icon}
      <span className={styles.words}>{words}</span>
    </a>
  )
}
