import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { PlatformImage } from '../../../server/control/images-contract.ts'
import { SearchField } from '../../components/search-field.tsx'
import { replacePlace } from '../../router.ts'
import { files as words } from '../../strings/files.ts'
import { focusGrid } from '../images/focus-grid.ts'
import { PlatformSelect } from '../image/platform-select.tsx'
import type { FilesAddress } from './files-address.ts'
import type { LayerChoice } from './layer-list.tsx'
import { LayerSelect } from './layer-select.tsx'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    flexShrink: 0,
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
  },
  search: { minWidth: 0, maxWidth: '100%' },
  atEnd: { marginLeft: 'auto' },
})

export interface FilesBarProps {
  readonly platforms: readonly PlatformImage[]
  readonly chosen: PlatformImage
  readonly address: FilesAddress
  /** Where they have no column of their own. */
  readonly layers: LayerChoice | undefined
}

/** Which part of the image is shown, and a search in it. */
export function FilesBar({ platforms, chosen, address, layers }: FilesBarProps) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      {platforms.length > 1 && (
        <PlatformSelect
          platforms={platforms}
          chosen={chosen}
          // Another platform has other layers.
          onChoose={(platform) => replacePlace(address.place({ platform, layer: '' }))}
        />
      )}
      {layers && <LayerSelect {...layers} />}
      <div className={mergeClasses(styles.search, !layers && styles.atEnd)}>
        <SearchField
          label={words.search}
          word="search"
          onLeave={() => focusGrid(document.querySelector('main'))}
        />
      </div>
    </div>
  )
}
