import { makeStyles, tokens } from '@fluentui/react-components'
import {
  DocumentRegular,
  FolderRegular,
  LinkRegular,
  PlugConnectedRegular,
  type FluentIcon,
} from '@fluentui/react-icons'
import type { FileEntry, FileType } from '../../../server/control/contents-contract.ts'
import { Muted } from '../../components/muted.tsx'
import { PathText } from '../../components/path-text.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import type { Place } from '../../place.ts'
import { files as words } from '../../strings/files.ts'
import { entryPlace } from './entry-place.ts'
import { baseName, folderOf } from './file-path.ts'
import type { FilesAddress } from './files-address.ts'

const ICONS: Readonly<Record<FileType, FluentIcon>> = {
  file: DocumentRegular,
  directory: FolderRegular,
  symlink: LinkRegular,
  hardlink: LinkRegular,
  'character-device': PlugConnectedRegular,
  'block-device': PlugConnectedRegular,
  fifo: PlugConnectedRegular,
  other: DocumentRegular,
}

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalSNudge },
  icon: {
    display: 'flex',
    flexShrink: 0,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase400,
  },
})

export interface EntryNameProps {
  readonly entry: FileEntry
  /** With the folder before it. */
  readonly wholePath: boolean
  readonly address: FilesAddress
  readonly go: (place: Place) => void
}

/** What an entry is called and where it leads. */
export function EntryName({ entry, wholePath, address, go }: EntryNameProps) {
  const styles = useStyles()
  const { path, type, target } = entry
  const Icon = ICONS[type]
  const to = entryPlace(entry, address)
  const name = baseName(path)
  return (
    <span className={styles.root} title={target === undefined ? path : `${path} → ${target}`}>
      <span className={styles.icon}>
        <Icon aria-label={words.types[type]} />
      </span>
      <PathText folder={wholePath ? folderOf(path) : ''}>
        {to ? (
          <PlaceLink to={to} go={go} tabIndex={-1}>
            {name}
          </PlaceLink>
        ) : (
          name
        )}
        {target !== undefined && <Muted> → {target}</Muted>}
      </PathText>
    </span>
  )
}
