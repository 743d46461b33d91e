import { makeStyles, tokens } from '@fluentui/react-components'
import { useRef, type KeyboardEvent } from 'react'
import { spotInHistory, stateOf, type Spot } from '../../components/table/remembered-spot.ts'
import { Trail } from '../../components/trail.tsx'
import type { Place } from '../../place.ts'
import { navigate } from '../../router.ts'
import { files as words } from '../../strings/files.ts'
import { baseName, folderOf, pathsTo } from './file-path.ts'
import { FileViewer } from './file-viewer.tsx'
import { intoFolder, toFile, type FilesAddress } from './files-address.ts'
import { FolderList } from './folder-list.tsx'
import type { BrowserProps } from './list-props.ts'
import { SearchList } from './search-list.tsx'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    minHeight: 0,
    rowGap: tokens.spacingVerticalS,
  },
})

/** One folder, one file or what a search found; Backspace and Alt+Up lead to the folder above. */
export function Browser(props: BrowserProps) {
  const styles = useStyles()
  const { file, folder, search, place } = props.address
  const { go, up } = useWays(props.address)
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isUp(event) || !up) return
    event.preventDefault()
    event.stopPropagation()
    up()
  }
  const trail = ['', ...pathsTo(file || folder)].map((path) => ({
    label: path === '' ? words.root : baseName(path),
    to: place(path === file ? toFile(path) : intoFolder(path)),
    here: path === (file || folder),
  }))
  return (
    <div className={styles.root} onKeyDownCapture={onKeyDown}>
      {search === '' && <Trail label={words.trail} steps={trail} />}
      {search !== '' && <SearchList {...props} go={go} />}
      {search === '' && file !== '' && <FileViewer key={file} {...props} up={up} />}
      {search === '' && file === '' && <FolderList {...props} go={go} />}
    </div>
  )
}

function isUp({ key, altKey, target }: KeyboardEvent): boolean {
  if (target instanceof HTMLInputElement) return false
  return key === 'Backspace' || (key === 'ArrowUp' && altKey)
}

/** Where a folder begins that was not left before. */
const TOP: Spot = { top: 0, index: 0 }

/** Further in, and up again: there each folder is found as it was left. `up` is undefined at the root. */
function useWays({ folder, file, search, place }: FilesAddress) {
  const spots = useRef(new Map<string, Spot>())
  const parent = folderOf(file || folder)
  return {
    go: (to: Place) => {
      const spot = spotInHistory()
      if (spot && search === '') spots.current.set(folder, spot)
      navigate(to)
    },
    up:
      (file || folder) === '' || search !== ''
        ? undefined
        : () => navigate(place(intoFolder(parent)), stateOf(spots.current.get(parent) ?? TOP)),
  }
}
