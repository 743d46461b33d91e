import { makeStyles, tokens } from '@fluentui/react-components'
import { ArrowSwapRegular } from '@fluentui/react-icons'
import { follow } from '../components/place-link.tsx'
import { useMethod } from '../control.tsx'
import { hrefOf } from '../router.ts'
import { liveWords } from './live-words.ts'

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
  const styles = useStyles()
  const moving = useMethod('transfers.list', undefined).data ?? []
  const words = liveWords(moving)
  if (words === undefined) return null
  const activity = { page: 'activity' } as const
  return (
    <footer>
      <a
        href={hrefOf(activity)}
        className={styles.line}
        onClick={(event) => follow(event, activity)}
      >
        <ArrowSwapRegular aria-hidden />
        <span className={styles.words}>{words}</span>
      </a>
    </footer>
  )
}
