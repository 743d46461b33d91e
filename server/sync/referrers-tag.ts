import { asDigest } from '../oci/digest.ts'
import { parseManifest, parseStored, type Descriptor } from '../oci/manifest.ts'
import { OCI_INDEX } from '../oci/media-types.ts'
import { referrersTag, type RepositoryName } from '../oci/name.ts'
import type { SyncEnd } from './end.ts'

/** Lists of one registry that are being written: one after the other, since each holds all. */
const underWay = new WeakMap<SyncEnd, Promise<unknown>>()

/**
 * Adds a manifest to the list of what refers to `subject`, for registries that keep no such list by
 * themselves: distribution-spec "Pushing Manifests with Subject", the referrers tag schema.
 */
export async function noteReferrer(
  target: SyncEnd,
  name: RepositoryName,
  subject: string,
  descriptor: Descriptor,
  bytes: Buffer,
  signal: AbortSignal,
): Promise<void> {
  const before = underWay.get(target) ?? Promise.resolve()
  const added = before
    .catch(() => {})
    .then(() => add(target, name, subject, { ...describe(bytes), ...sizeOf(descriptor) }, signal))
  underWay.set(
    target,
    added.catch(() => {}),
  )
  await added
}

const sizeOf = ({ mediaType, digest, size }: Descriptor) => ({ mediaType, digest, size })

function describe(bytes: Buffer): Pick<Descriptor, 'artifactType' | 'annotations'> {
  const { artifactType, annotations } = parseManifest(bytes)
  return { ...(artifactType && { artifactType }), ...(annotations && { annotations }) }
}

async function add(
  target: SyncEnd,
  name: RepositoryName,
  subject: string,
  referrer: Descriptor,
  signal: AbortSignal,
): Promise<void> {
  const digest = asDigest(subject)
  if (!digest) return
  const tag = referrersTag(digest)
  const found = (await target.resolveTags(name, [tag], { signal })).get(tag)
  const stored = found && parseStored(await target.manifest(name, found, { signal }))
  const listed = stored?.children ?? []
  if (listed.some(({ digest }) => digest === referrer.digest)) return
  const manifests = [...listed, referrer]
  const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }))
  await target.putManifest(name, tag, { mediaType: OCI_INDEX, bytes: index, signal })
}
