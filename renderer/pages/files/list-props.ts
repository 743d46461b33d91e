import type { Layer } from '../../../server/control/images-contract.ts'
import type { Place } from '../../place.ts'
import type { FilesAddress } from './files-address.ts'

/** One platform's image, as the methods name it. */
export interface ImageDigest {
  readonly repository: string
  /** Of its manifest. */
  readonly digest: string
}

/** What the browser of files is about. */
export interface BrowserProps {
  readonly image: ImageDigest
  readonly layers: readonly Layer[]
  readonly address: FilesAddress
}

export interface ListProps extends BrowserProps {
  /** Goes there, keeping note of where the list was. */
  readonly go: (place: Place) => void
}

/** The image, or one layer of it alone. */
export function inLayer(image: ImageDigest, layer: string) {
  return { ...image, ...(layer !== '' && { layer }) }
}
