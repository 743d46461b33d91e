import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import type { FolderLook } from '../../server/control/storage-contract.ts'
import { storage as words } from '../strings/storage.ts'

const INTENTS: Readonly<Record<FolderLook['state'], 'info' | 'success' | 'warning' | 'error'>> = {
  relative: 'info',
  absent: 'info',
  empty: 'success',
  registry: 'success',
  other: 'warning',
  'not-a-folder': 'error',
  'not-writable': 'error',
  'in-use-by-berth': 'success',
}

/** Whether images can live in a folder that looks so. */
export const isFit = ({ state }: FolderLook): boolean =>
  INTENTS[state] !== 'error' && state !== 'relative'

/** What is in a folder, and what to do about it. */
export function FolderReport({ look }: { readonly look: FolderLook }) {
  const { state, folder, corrected, repositories, more = false, freeBytes } = look
  const parts = [
    words.folder.states[state],
    repositories !== undefined && words.folder.repositories(repositories, more),
    corrected && words.folder.corrected(folder),
    freeBytes !== undefined && words.folder.free(freeBytes),
  ]
  return (
    <MessageBar intent={INTENTS[state]} layout="multiline">
      <MessageBarBody>{parts.filter(Boolean).join(' ')}</MessageBarBody>
    </MessageBar>
  )
}
