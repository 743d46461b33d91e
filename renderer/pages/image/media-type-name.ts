/** Beginnings that say nothing to a person. */
const VENDORS =
  /^application\/vnd\.(?:oci\.image|oci|docker\.image|docker\.distribution|docker\.container|docker|cncf)\./

/** Docker's older word for a layer. */
const DOCKER_LAYER = /^rootfs\.diff(?:\.foreign)?\.tar\.(\w+)$/

/**
 * A media type in short: `application/vnd.oci.image.layer.v1.tar+gzip` is `layer tar+gzip`. What is not
 * known stays as it is; the whole is shown on hover.
 */
export function mediaTypeName(mediaType: string): string {
  const short = mediaType.replace(VENDORS, '').replace(DOCKER_LAYER, 'layer.tar+$1')
  if (short === mediaType) return mediaType
  return short
    .replace(/\.v\d+\b(\.json|\+json)?/, '')
    .replaceAll('.', ' ')
    .trim()
}
