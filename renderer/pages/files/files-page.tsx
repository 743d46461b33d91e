import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useRef } from 'react'
import type { Image, Layer, PlatformImage } from '../../../server/control/images-contract.ts'
import { Empty } from '../../components/empty.tsx'
import { useWidth } from '../../components/table/use-width.ts'
import type { ImageName } from '../../place.ts'
import { replacePlace } from '../../router.ts'
import { files as words } from '../../strings/files.ts'
import { image as imageWords } from '../../strings/image.ts'
import { ImageFrame } from '../image/image-frame.tsx'
import { chosenPlatform } from '../image/platform-choice.ts'
import { isImage } from '../image/use-commands.ts'
import { Browser } from './browser.tsx'
import { FilesBar } from './files-bar.tsx'
import { useFilesAddress, type FilesAddress } from './files-address.ts'
import { LayerList } from './layer-list.tsx'

const useStyles = makeStyles({
  columns: {
    display: 'flex',
    flexGrow: 1,
    minHeight: 0,
    columnGap: tokens.spacingHorizontalXL,
  },
})

/** Width in pixels above which the layers have a column of their own. */
const WIDE = 860

/** What lies in an image: its files as a container sees them, or what one layer does. */
export default function FilesPage(name: ImageName) {
  return (
    <ImageFrame part="files" fill {...name}>
      {(image) => <Files image={image} name={name} />}
    </ImageFrame>
  )
}

function Files({ image, name }: { readonly image: Image; readonly name: ImageName }) {
  const address = useFilesAddress(name)
  const chosen = chosenPlatform(image.platforms, address.platform)
  if (!isImage(image.kind) || !chosen) {
    return <Empty title={words.noImage.title} text={words.noImage.text} />
  }
  return <PlatformFiles image={image} of={chosen} layers={chosen.layers} address={address} />
}

interface PlatformFilesProps {
  readonly image: Image
  readonly of: PlatformImage
  readonly layers: readonly Layer[] | undefined
  readonly address: FilesAddress
}

function PlatformFiles({ image, of, layers, address }: PlatformFilesProps) {
  const styles = useStyles()
  const columns = useRef<HTMLDivElement>(null)
  const wide = useWidth(columns) >= WIDE
  const choose = (layer: string) => replacePlace(address.place({ layer }))
  const choice = layers && { layers, chosen: address.layer, onChoose: choose }
  return (
    <>
      <FilesBar
        platforms={image.platforms}
        chosen={of}
        address={address}
        layers={wide ? undefined : choice}
      />
      <div ref={columns} className={styles.columns}>
        {wide && choice && <LayerList {...choice} />}
        {layers ? (
          <Browser
            image={{ repository: image.repository, digest: of.digest }}
            layers={layers}
            address={address}
          />
        ) : (
          <Text>{imageWords.platform.missing}</Text>
        )}
      </div>
    </>
  )
}
