import { PartLinks } from '../../components/part-links.tsx'
import type { ImageName, ImagePart } from '../../place.ts'
import { useQueryWord } from '../../router.ts'
import { image as words } from '../../strings/image.ts'

const PARTS: readonly ImagePart[] = ['image', 'files', 'space']

export interface ImagePartsProps extends ImageName {
  readonly here: ImagePart
}

/** The pages of one image, beside each other; the platform that was chosen stays chosen. */
export function ImageParts({ repository, reference, here }: ImagePartsProps) {
  const [platform] = useQueryWord('platform')
  const parts = PARTS.map((page) => ({
    label: words.parts[page],
    to: { page, repository, reference, words: { platform } },
    here: page === here,
  }))
  return <PartLinks label={words.parts.label} parts={parts} />
}
