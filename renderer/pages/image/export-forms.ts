import type { Image, PlatformImage } from '../../../server/control/images-contract.ts'
import type { ArchiveDownload } from '../../transport.ts'
import { image as words } from '../../strings/image.ts'
import { isImage } from './use-commands.ts'

/** A form in which an image is given out. */
export interface ExportForm extends Pick<ArchiveDownload, 'format' | 'platform'> {
  readonly label: string
}

/** The forms there are for it. @param shown the platform that the page shows */
export function exportForms(image: Image, shown: PlatformImage | undefined): readonly ExportForm[] {
  const { oci, ociAll, ociOnly, docker, dockerOnly } = words.export
  if (image.platforms.length <= 1) {
    const whole: ExportForm = { format: 'oci', label: oci }
    return isImage(image.kind) ? [whole, { format: 'docker', label: docker }] : [whole]
  }
  const all: ExportForm = { format: 'oci', label: ociAll }
  const platform = shown?.layers && shown.platform
  if (platform === undefined) return [all]
  return [
    all,
    { format: 'oci', platform, label: ociOnly(platform) },
    { format: 'docker', platform, label: dockerOnly(platform) },
  ]
}
