import { Text } from '@fluentui/react-components'
import type { Image, PlatformImage } from '../../../server/control/images-contract.ts'
import { Empty } from '../../components/empty.tsx'
import type { ImageName } from '../../place.ts'
import { useQueryWord } from '../../router.ts'
import { files as fileWords } from '../../strings/files.ts'
import { image as imageWords } from '../../strings/image.ts'
import { ImageFrame } from '../image/image-frame.tsx'
import { chosenPlatform } from '../image/platform-choice.ts'
import { PlatformSelect } from '../image/platform-select.tsx'
import { isImage } from '../image/use-commands.ts'
import { WasteReport } from './waste-report.tsx'

/** What an image wastes: files that later layers hide, content that is there twice, what is largest. */
export default function SpacePage(name: ImageName) {
  return (
    <ImageFrame part="space" {...name}>
      {(image) => <Space image={image} name={name} />}
    </ImageFrame>
  )
}

function Space({ image, name }: { readonly image: Image; readonly name: ImageName }) {
  const [word, setWord] = useQueryWord('platform')
  const chosen = chosenPlatform(image.platforms, word)
  if (!isImage(image.kind) || !chosen) {
    return <Empty title={fileWords.noImage.title} text={fileWords.noImage.text} />
  }
  return (
    <>
      {image.platforms.length > 1 && (
        <PlatformSelect platforms={image.platforms} chosen={chosen} onChoose={setWord} />
      )}
      <PlatformSpace of={chosen} name={name} platform={word} />
    </>
  )
}

interface PlatformSpaceProps {
  readonly of: PlatformImage
  readonly name: ImageName
  /** As the address has it. */
  readonly platform: string
}

function PlatformSpace({ of: { digest, layers }, name, platform }: PlatformSpaceProps) {
  if (!layers) return <Text>{imageWords.platform.missing}</Text>
  return <WasteReport name={name} digest={digest} layers={layers} platform={platform} />
}
