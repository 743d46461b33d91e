import { Button } from '@fluentui/react-components'
import { SearchRegular } from '@fluentui/react-icons'
import { strings } from '../strings.ts'
import { useFootStyles } from './foot-styles.ts'
import { useOpenPalette } from './palette-provider.tsx'

/** Opens the palette for those who do not know its key, and tells them the key. */
export function PaletteButton() {
  const styles = useFootStyles()
  const apple = navigator.userAgent.includes('Mac')
  return (
    <Button
      appearance="subtle"
      className={styles.button}
      icon={<SearchRegular />}
      aria-keyshortcuts={apple ? 'Meta+K' : 'Control+K'}
      aria-haspopup="dialog"
      onClick={useOpenPalette()}
    >
      <span className={styles.words}>{strings.palette.open}</span>
      <span className={styles.key} aria-hidden>
        {strings.palette.key(apple)}
      </span>
    </Button>
  )
}
