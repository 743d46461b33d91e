import { makeStyles, tokens } from '@fluentui/react-components'
import { NARROW, RAIL_WIDTH } from '../measures.ts'
import { strings } from '../strings.ts'
import { Account } from './account.tsx'
import { Navigation } from './navigation.tsx'
import { StateBlock } from './state-block.tsx'
import { ThemeMenu } from './theme-menu.tsx'
import { PaletteButton } from './palette-button.tsx'

const useStyles = makeStyles({
  rail: {
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 0,
    boxSizing: 'border-box',
    width: RAIL_WIDTH,
    rowGap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalS}`,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRight: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    overflow: 'auto',
    [NARROW]: {
      flexDirection: 'row',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: tokens.spacingHorizontalS,
      rowGap: tokens.spacingVerticalXS,
      width: 'auto',
      // A menu hangs out of the strip.
      position: 'relative',
      zIndex: 2,
      overflow: 'visible',
      padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
      borderRight: 'none',
      borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    },
  },
  foot: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'stretch',
    marginTop: 'auto',
    [NARROW]: { flexDirection: 'row', marginTop: 0, marginLeft: 'auto' },
  },
})

/** Top left what the app is for: the registry's state, its address, its switch. Below it the pages. */
export function Rail() {
  const styles = useStyles()
  return (
    <header className={styles.rail} aria-label={strings.appName}>
      <StateBlock />
      <Navigation />
      <div className={styles.foot}>
        <PaletteButton />
        <ThemeMenu />
        <Account />
      </div>
    </header>
  )
}
