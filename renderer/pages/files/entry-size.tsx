import type { FileEntry } from '../../../server/control/contents-contract.ts'
import { BarredSize, type BarredSizeProps } from '../../components/barred-size.tsx'
import { files as words } from '../../strings/files.ts'

export interface EntrySizeProps extends Pick<BarredSizeProps, 'largest'> {
  readonly entry: FileEntry
}

/** The size of a file, or of all below a folder; links and devices have none. */
export function EntrySize({ entry: { type, sizeBytes, files }, ...rest }: EntrySizeProps) {
  if (type !== 'file' && type !== 'directory') return null
  const below = files !== undefined && { hint: words.filesBelow(files) }
  return <BarredSize bytes={sizeBytes} {...below} {...rest} />
}
