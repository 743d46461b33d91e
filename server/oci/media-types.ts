/** Media types that the registry has to tell apart; all others are opaque to it. */
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json'
export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json'
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json'

/** Docker's first schema, signed or not: no client of today pushes it, so Berth serves what is there and takes no more. */
export const DOCKER_SCHEMA_1_SIGNED = 'application/vnd.docker.distribution.manifest.v1+prettyjws'
export const DOCKER_SCHEMA_1 = /^application\/vnd\.docker\.distribution\.manifest\.v1\+/

/** Layers that may live elsewhere: image-spec `layer.md` "Non-Distributable Layers" and Docker's foreign layers. */
const NON_DISTRIBUTABLE =
  /^application\/vnd\.(?:oci\.image\.layer\.nondistributable\.|docker\.image\.rootfs\.foreign\.)/

export function isNonDistributable(mediaType: string): boolean {
  return NON_DISTRIBUTABLE.test(mediaType)
}

/** RFC 6838 "Naming Requirements"; it is sent as a header as it stands. */
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/i

export function isMediaType(text: string): boolean {
  return MEDIA_TYPE.test(text)
}

/** Any that there is or was; nobody's layers are called so. */
const MANIFEST = /\b(?:manifest|index)\b/

/** Whether something of this type is a manifest, and no blob; some tools leave the type of an index's children out. */
export function isManifestType(mediaType: string): boolean {
  return mediaType === '' || MANIFEST.test(mediaType)
}
