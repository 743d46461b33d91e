import type { PlatformImage } from '../../../server/control/images-contract.ts'
import { shortDigest } from '../../format.ts'

/** What a platform is called in a list and in the address. */
export function platformName({ platform, digest }: PlatformImage): string {
  return platform ?? shortDigest(digest)
}

/** The platform that the address names, else the first that can be shown. */
export function chosenPlatform(
  platforms: readonly PlatformImage[],
  word: string,
): PlatformImage | undefined {
  return (
    platforms.find((platform) => platformName(platform) === word) ??
    platforms.find(({ layers }) => layers !== undefined) ??
    platforms[0]
  )
}
