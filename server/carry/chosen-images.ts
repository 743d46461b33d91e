import type { Input } from '../control/contract.ts'
import { ControlError } from '../control/control-error.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'
import { parseImageName } from './image-name.ts'
import type { FoundImage } from './read-images.ts'

/** An image of a file, and what it is to be called. */
export interface ChosenImage {
  readonly image: FoundImage
  readonly names: ReadonlyMap<RepositoryName, readonly Tag[]>
}

/** @throws ControlError INVALID_INPUT, naming the part of the input at fault */
export function chosenImages(
  images: readonly FoundImage[],
  chosen: Input<'imports.store'>['images'],
): readonly ChosenImage[] {
  return chosen.map(({ index, names }, at) => {
    const image = images[index]
    if (!image) {
      const message = `there is no image ${index} in the file`
      throw new ControlError('INVALID_INPUT', message, `images[${at}].index`)
    }
    return { image, names: byRepository(names, `images[${at}].names`) }
  })
}

function byRepository(
  names: readonly string[],
  field: string,
): ReadonlyMap<RepositoryName, readonly Tag[]> {
  const found = new Map<RepositoryName, Tag[]>()
  for (const [at, text] of names.entries()) {
    const name = parseImageName(text)
    if (!name) {
      const message = `${text} is no name: write repository:tag, such as team/app:v1`
      throw new ControlError('INVALID_INPUT', message, `${field}[${at}]`)
    }
    const tags = found.get(name.repository) ?? []
    found.set(name.repository, [...new Set([...tags, name.tag])])
  }
  return found
}
