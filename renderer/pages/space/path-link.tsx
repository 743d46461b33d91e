import { PathText } from '../../components/path-text.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { baseName, folderOf } from '../files/file-path.ts'
import { filesPlace } from '../files/files-address.ts'
import type { WasteReportProps } from './waste-props.ts'

export interface PathLinkProps extends Pick<WasteReportProps, 'name' | 'platform'> {
  readonly path: string
  /** The one layer in which it can be seen; without it the whole image. */
  readonly layer?: string
}

/** A file that leads to its content. */
export function PathLink({ name, platform, path, layer = '' }: PathLinkProps) {
  return (
    <PathText folder={folderOf(path)}>
      <PlaceLink to={filesPlace(name, { platform, layer, file: path })} title={path}>
        {baseName(path)}
      </PlaceLink>
    </PathText>
  )
}
