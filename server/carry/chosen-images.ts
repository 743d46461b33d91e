import type { Input } from '../control/contract.ts'
import { ControlError } from '../control/control-error.ts'
import { nameText, parseImageName, type ImageName } from './image-name.ts'
import { byRepository, type NamesByRepository } from './names-by-repository.ts'
import type { FoundImage } from './read-images.ts'

/** An image of a file, and what it is to be called. */
export interface ChosenImage {
  readonly image: FoundImage
  readonly names: NamesByRepository
}

/** @throws ControlError INVALID_INPUT, naming the part of the input at fault */
export function chosenImages(
  images: readonly FoundImage[],
  chosen: Input<'imports.store'>['images'],
): readonly ChosenImage[] {
  const given = new Set<string>()
  return chosen.map(({ index, names }, at) => {
    const image = images[index]
    if (!image) {
      const message = `there is no image ${index} in the file`
      throw new ControlError('INVALID_INPUT', message, `images[${at}].index`)
    }
    const parsed = names.map((text, of) => checkedName(text, `images[${at}].names[${of}]`))
    const own = [...new Set(parsed.map(nameText))]
    const twice = own.find((name) => given.has(name))
    if (twice !== undefined) {
      const message = `${twice} cannot be the name of two images`
      throw new ControlError('INVALID_INPUT', message, `images[${at}].names`)
    }
    for (const name of own) given.add(name)
    return { image, names: byRepository(parsed) }
  })
}

function checkedName(text: string, field: string): ImageName {
  const name = parseImageName(text)
  if (name) return name
  const message = `${text} is no name: write repository:tag, such as team/app:v1`
  throw new ControlError('INVALID_INPUT', message, field)
}
