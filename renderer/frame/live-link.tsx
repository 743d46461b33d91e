import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { follow } from '../components/place-link.tsx'
import type { Place } from '../place.ts'
import { hrefOf } from '../router.ts'

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

export interface LiveLinkProps {
  readonly to: Place
  readonly icon: ReactNode
  readonly words: string
}

/** A line at the foot of the window, which leads to where more is told. */
export function LiveLink({ to, icon, words }: LiveLinkProps) {
  const styles = useStyles()
  return (
    <a href={hrefOf(to)} className={styles.line} onClick={(event) => follow(event, to)}>
      {icon}
      <span className={styles.words}>{words}</span>
    </a>
  )
}
