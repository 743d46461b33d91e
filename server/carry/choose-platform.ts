import { isAttestation, isImageConfig, platformOf, platformsIn } from '../library/describe.ts'
import { parseJson } from '../library/json.ts'
import { MAX_MANIFEST_SIZE, parseManifest, type Descriptor } from '../oci/manifest.ts'
import type { Asking, Source } from '../sync/content.ts'
import { readVerified } from '../sync/verified.ts'
import { ExportError } from './export-error.ts'

/**
 * The image of one platform.
 *
 * @param platform such as `linux/arm64`, which `linux/arm64/v8` is too; where none is given there must be one alone
 * @throws ExportError when it has none or several of that kind, naming those that it has
 */
export async function choosePlatform(
  source: Source,
  root: Descriptor,
  platform: string | undefined,
  asking: Asking,
): Promise<Descriptor> {
  const bytes = await read(source, root, asking)
  const { children, blobs } = parseManifest(bytes)
  if (children.length === 0) {
    if (platform !== undefined) await checkPlatform(source, blobs[0], platform, asking)
    return root
  }
  const names = platformsIn(bytes)
  const images = children
    .map((child, at) => ({ child, name: names[at] }))
    .filter(({ child }) => !isAttestation(child))
  const fitting = images.filter(({ name }) => platform === undefined || fits(name, platform))
  const [first, ...others] = fitting
  if (first && (others.length === 0 || platform !== undefined)) return first.child
  const all = images.map(({ name }) => name).filter((name) => name !== undefined)
  const asked = platform === undefined ? 'say for which platform' : `there is none for ${platform}`
  throw new ExportError('platform', `${asked}: the image has ${all.join(', ') || 'none'}`)
}

const read = (source: Source, descriptor: Descriptor, asking: Asking): Promise<Buffer> =>
  readVerified(descriptor, source.fetch(descriptor, asking), MAX_MANIFEST_SIZE)

async function checkPlatform(
  source: Source,
  config: Descriptor | undefined,
  platform: string,
  asking: Asking,
): Promise<void> {
  const isImage = config && isImageConfig(config.mediaType)
  const own = isImage ? platformOf(parseJson(await read(source, config, asking)) ?? {}) : undefined
  if (fits(own, platform)) return
  throw new ExportError('platform', `the image is for ${own ?? 'no platform'}, not ${platform}`)
}

const fits = (own: string | undefined, wanted: string): boolean =>
  own === wanted || (own?.startsWith(`${wanted}/`) ?? false)
