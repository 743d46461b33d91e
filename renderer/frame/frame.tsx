import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { NARROW } from '../measures.ts'
import { strings } from '../strings.ts'
import { DropToImport } from './drop-to-import.tsx'
import { LiveLine } from './live-line.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import { PaletteProvider } from './palette-provider.tsx'
import { Rail } from './rail.tsx'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    height: '100%',
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    [NARROW]: { flexDirection: 'column' },
  },
  skip: {
    position: 'absolute',
    zIndex: 2,
    top: tokens.spacingVerticalS,
    left: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorBrandForegroundLink,
    boxShadow: tokens.shadow8,
    ':not(:focus)': { clipPath: 'inset(50%)', pointerEvents: 'none' },
  },
  side: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    minHeight: 0,
  },
  main: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minHeight: 0,
    outlineStyle: 'none',
  },
})

const MAIN = 'main'

/** What stands around every page: the rail, the banner when the host is lost, the live line. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <PaletteProvider>
      <div className={styles.root}>
        {/* The page's address stays: only the focus moves. */}
        <a
          href={`#${MAIN}`}
          className={styles.skip}
          onClick={(event) => {
            event.preventDefault()
            document.querySelector<HTMLElement>(`#${MAIN}`)?.focus()
          }}
        >
          {strings.navigation.skip}
        </a>
        <Rail />
        <div className={styles.side}>
          <OfflineBanner />
          <main id={MAIN} tabIndex={-1} className={styles.main}>
            {children}
          </main>
          <LiveLine />
        </div>
        <DropToImport />
      </div>
    </PaletteProvider>
  )
}
