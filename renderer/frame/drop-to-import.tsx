import { makeStyles, Title2, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useEffect, useEffectEvent, useState } from 'react'
import { useNotices } from '../components/notices.tsx'
import { offerFile } from '../offered-file.ts'
import { navigate } from '../router.ts'
import { strings } from '../strings.ts'
import { useIsClosed } from './closed-pages.tsx'

const useStyles = makeStyles({
  overlay: {
    position: 'fixed',
    zIndex: tokens.zIndexOverlay,
    inset: 0,
    display: 'flex',
    // What is below goes on to be told of the file.
    pointerEvents: 'none',
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorBackgroundOverlay,
  },
  frame: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    columnGap: tokens.spacingHorizontalM,
    flexGrow: 1,
    border: `${tokens.strokeWidthThick} dashed ${tokens.colorCompoundBrandStroke}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    opacity: 0.94,
  },
  icon: { fontSize: tokens.fontSizeHero800, color: tokens.colorCompoundBrandForeground1 },
})

/** A file that is dragged over the window can be dropped anywhere in it to import what is in it. */
export function DropToImport() {
  const isClosed = useIsClosed()
  return isClosed('import') ? null : <DropTarget />
}

function DropTarget() {
  const styles = useStyles()
  const over = useDroppedFile(useTaking())
  if (!over) return null
  return (
    <div className={styles.overlay}>
      <div className={styles.frame}>
        <ArrowDownloadRegular aria-hidden className={styles.icon} />
        <Title2 as="h2">{strings.drop.here}</Title2>
      </div>
    </div>
  )
}

function useTaking(): (dropped: DataTransfer) => void {
  const notices = useNotices()
  const { several, oneByOne, folder, folderText } = strings.drop
  return ({ files, items }) => {
    const [file] = files
    if (!file) return
    if (files.length > 1) return notices.failed(several, { message: oneByOne })
    if (items[0]?.webkitGetAsEntry()?.isDirectory) {
      return notices.failed(folder, { message: folderText })
    }
    offerFile(file)
    navigate({ page: 'import' })
  }
}

/** Whether a file hangs over the window. Text and links that are dragged go where they always go. */
function useDroppedFile(take: (dropped: DataTransfer) => void): boolean {
  const [over, setOver] = useState(false)
  const heed = useEffectEvent((event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    setOver(event.type === 'dragover')
    if (event.type === 'drop') take(event.dataTransfer)
  })
  const leave = useEffectEvent((event: DragEvent) => {
    // Inside of the window it goes from one element to the next all the time.
    if (event.relatedTarget === null) setOver(false)
  })
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    for (const type of ['dragover', 'drop'] as const) {
      window.addEventListener(type, (event) => heed(event), { signal })
    }
    window.addEventListener('dragleave', (event) => leave(event), { signal })
    return () => controller.abort()
  }, [])
  return over
}
