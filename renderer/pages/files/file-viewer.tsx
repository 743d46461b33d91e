import { useEffect } from 'react'
import type { FileEntry } from '../../../server/control/contents-contract.ts'
import { Loaded } from '../../components/loaded.tsx'
import { isReading, ReadingLine } from '../../components/reading-line.tsx'
import { useMethod } from '../../control.tsx'
import { replacePlace } from '../../router.ts'
import { files as words } from '../../strings/files.ts'
import { FileContent } from './file-content.tsx'
import { FileHead } from './file-head.tsx'
import { intoFolder } from './files-address.ts'
import { inLayer, type BrowserProps } from './list-props.ts'
import { NothingAt } from './nothing-here.tsx'

export interface FileViewerProps extends BrowserProps {
  /** Back to the folder. */
  readonly up: (() => void) | undefined
}

/** What lies at the address's path, links followed: a file's content, or the folder a link leads to. */
export function FileViewer(props: FileViewerProps) {
  const { image, address } = props
  const { file, layer } = address
  const found = useMethod(
    'files.get',
    { ...inLayer(image, layer), path: file, follow: true },
    { unfinished: (answer) => isReading(answer) && !answer.entry },
  )
  const entry = found.data?.entry
  useFolder(entry, (folder) => replacePlace(address.place(intoFolder(folder))))
  return (
    <>
      <ReadingLine reading={found.data?.reading} onRetry={() => void found.refetch()} />
      <Loaded of={found} failure={words.viewer.failed}>
        {({ reading }) => {
          if (entry) return entry.type === 'directory' ? null : <Shown {...props} entry={entry} />
          return reading.state === 'ready' ? <NothingAt address={address} /> : null
        }}
      </Loaded>
    </>
  )
}

/** A link to a folder is that folder. */
function useFolder(entry: FileEntry | undefined, open: (folder: string) => void): void {
  const folder = entry?.type === 'directory' ? entry.path : undefined
  useEffect(() => {
    if (folder !== undefined) open(folder)
    // Only another folder is opened.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [folder])
}

function Shown(props: FileViewerProps & { readonly entry: FileEntry }) {
  const { entry, image } = props
  return (
    <>
      <FileHead {...props} />
      <FileContent image={image} entry={entry} />
    </>
  )
}
