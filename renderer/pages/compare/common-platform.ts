import type { PlatformImage } from '../../../server/control/images-contract.ts'
import { chosenPlatform, platformName } from '../image/platform-choice.ts'

/** An image of each for one platform. */
export interface PlatformPair {
  readonly a: PlatformImage
  readonly b: PlatformImage
}

/** Platforms that both images have, in the order of the first. */
export function commonPlatforms(
  a: readonly PlatformImage[],
  b: readonly PlatformImage[],
): readonly PlatformPair[] {
  return a.flatMap((one) => {
    const other = b.find((platform) => platformName(platform) === platformName(one))
    return other?.layers && one.layers ? [{ a: one, b: other }] : []
  })
}

/** What is compared: the platform of that name, else the first in common, else what each has. */
export function comparedPair(
  a: readonly PlatformImage[],
  b: readonly PlatformImage[],
  word: string,
): PlatformPair | undefined {
  const common = commonPlatforms(a, b)
  const named = common.find((pair) => platformName(pair.a) === word) ?? common[0]
  if (named) return named
  const [one, other] = [chosenPlatform(a, word), chosenPlatform(b, word)]
  return one?.layers && other?.layers ? { a: one, b: other } : undefined
}
