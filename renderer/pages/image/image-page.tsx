import type { Image } from '../../../server/control/images-contract.ts'
import type { ImageName } from '../../place.ts'
import { About } from './about.tsx'
import { Contents } from './contents.tsx'
import { ImageActions } from './image-actions.tsx'
import { ImageFrame } from './image-frame.tsx'
import { RawManifest } from './raw-manifest.tsx'
import { Vouchers } from './vouchers.tsx'

/** One image: what it is, how to use it, what it is made of, what it runs, what vouches for it. */
export default function ImagePage({ repository, reference }: ImageName) {
  return (
    <ImageFrame
      part="image"
      repository={repository}
      reference={reference}
      renderActions={(image) => <ImageActions image={image} reference={reference} />}
    >
      {(image) => <Answers image={image} reference={reference} />}
    </ImageFrame>
  )
}

interface AnswersProps {
  readonly image: Image
  readonly reference: string
}

/** The page's answers, in the order in which people ask. */
function Answers({ image, reference }: AnswersProps) {
  return (
    <>
      <About image={image} reference={reference} />
      <Contents image={image} reference={reference} />
      <Vouchers image={image} />
      <RawManifest repository={image.repository} digest={image.digest} />
    </>
  )
}
