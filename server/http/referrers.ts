import { parseDigest } from '../oci/digest.ts'
import { MAX_MANIFEST_SIZE, type Descriptor } from '../oci/manifest.ts'
import { OCI_INDEX } from '../oci/media-types.ts'
import { parseRepositoryName } from '../oci/name.ts'
import { pathPart, sendJson, type Call } from './call.ts'
import { linkNext, pageSize, takePage } from './paging.ts'

/** Descriptors in one answer at most. */
const PAGE = 500
/** The answer is an index, for which clients have as much room as for any; some is left for what surrounds the list. */
const CAPACITY = {
  most: MAX_MANIFEST_SIZE - 4096,
  weigh: (descriptor: Descriptor) => Buffer.byteLength(JSON.stringify(descriptor)) + 1,
}

/** `GET /v2/<name>/referrers/<digest>`: distribution-spec "Listing Referrers"; never 404. */
export async function listReferrers(call: Call): Promise<void> {
  const { ctx, query, registry } = call
  const name = parseRepositoryName(pathPart(call, 0))
  const subject = parseDigest(pathPart(call, 1))
  const type = query.get('artifactType') || undefined
  const size = pageSize(query, PAGE)
  const all = wanted(registry.referrers.list(name, subject), query.get('last') ?? '', type)
  const { items, more } = await takePage(all, size, CAPACITY)
  const end = items.at(-1)
  if (more && end) linkNext(call, end.digest, size)
  if (type !== undefined) ctx.set('OCI-Filters-Applied', 'artifactType')
  sendJson(call, { schemaVersion: 2, mediaType: OCI_INDEX, manifests: items }, OCI_INDEX)
}

async function* wanted(all: AsyncIterable<Descriptor>, after: string, type: string | undefined) {
  for await (const descriptor of all) {
    if (descriptor.digest <= after) continue
    if (type === undefined || descriptor.artifactType === type) yield descriptor
  }
}
