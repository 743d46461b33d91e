import type { ArtifactKind } from '../control/repositories-contract.ts'
import type { Descriptor, Manifest } from '../oci/manifest.ts'
import {
  DOCKER_LIST,
  DOCKER_SCHEMA_1,
  isManifestType,
  isNonDistributable,
  OCI_INDEX,
} from '../oci/media-types.ts'
import { asList, asObject, asText, parseJson, type Json } from './json.ts'

/**
 * What a manifest is, to a person. Tools say it in different places: in `artifactType` (image-spec
 * 1.1), before that in the media type of the config (Helm) or of the layers (cosign, BuildKit).
 */

/** By media or artifact type; the first that fits. */
const KINDS: readonly (readonly [RegExp, ArtifactKind])[] = [
  [/^application\/vnd\.cncf\.helm\./, 'Helm chart'],
  [/^application\/vnd\.buildkit\.cacheconfig\./, 'build cache'],
  [/\bsimplesigning\b|\bcosign\.artifact\.sig\b|\bnotary\.signature\b/, 'signature'],
  [/\bspdx\b|\bcyclonedx\b|\bsyft\b|\bsbom\b/, 'SBOM'],
  [/\bin-toto\b|\bdsse\.envelope\b/, 'attestation'],
]

const IMAGE_CONFIGS: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
])
const EMPTY = 'application/vnd.oci.empty.v1+json'
const SIGSTORE_BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle\b/

export function isIndex(mediaType: string): boolean {
  return mediaType === OCI_INDEX || mediaType === DOCKER_LIST
}

export function isImageConfig(mediaType: string): boolean {
  return IMAGE_CONFIGS.has(mediaType)
}

/** Whether a child of an index is a manifest: BuildKit's cache lists its layers as children. */
export function isManifest({ mediaType }: Descriptor): boolean {
  return isManifestType(mediaType)
}

/** Whether the bytes of a blob are kept here. */
export function isKeptHere({ mediaType, urls }: Descriptor): boolean {
  return !isNonDistributable(mediaType) && (urls ?? []).length === 0
}

/** BuildKit keeps what it attests about an image beside it, as if it were one for another platform. */
export function isAttestation({ annotations, platform }: Descriptor): boolean {
  if (annotations?.['vnd.docker.reference.type'] !== undefined) return true
  return platform?.os === 'unknown' && platform.architecture === 'unknown'
}

/** @param manifest undefined where its bytes cannot be understood */
export function kindOf(mediaType: string, manifest: Manifest | undefined): ArtifactKind {
  if (!manifest) return DOCKER_SCHEMA_1.test(mediaType) ? 'image' : 'artifact'
  return (
    kindOfTypes(manifest) ?? (isIndex(mediaType) ? kindOfIndex(manifest) : kindOfImage(manifest))
  )
}

function kindOfTypes(manifest: Manifest): ArtifactKind | undefined {
  const { artifactType = '', annotations, blobs, children } = manifest
  if (SIGSTORE_BUNDLE.test(artifactType)) return kindOfBundle(annotations ?? {})
  const types = [artifactType, ...[...blobs, ...children].map(({ mediaType }) => mediaType)]
  return types.map(kindOfType).find((kind) => kind !== undefined)
}

function kindOfType(type: string): ArtifactKind | undefined {
  return KINDS.find(([pattern]) => pattern.test(type))?.[1]
}

/** A Sigstore bundle holds a signature, or a signed statement about something; cosign 3 signs by statements as well. */
function kindOfBundle(annotations: Readonly<Record<string, string>>): ArtifactKind {
  const predicate = annotations['dev.sigstore.bundle.predicateType'] ?? ''
  const isStatement = annotations['dev.sigstore.bundle.content'] === 'dsse-envelope'
  return isStatement && !predicate.includes('cosign/sign') ? 'attestation' : 'signature'
}

function kindOfIndex({ artifactType, children }: Manifest): ArtifactKind {
  if (artifactType) return 'artifact'
  const images = children.filter((child) => !isAttestation(child))
  if (images.every(({ platform, artifactType }) => !platform && artifactType)) return 'artifact'
  return images.length === 1 ? 'image' : 'multi-platform image'
}

/** What parses without a config type of its own is one of Docker's or OCI's, and its config tells. */
function kindOfImage({ artifactType = '', blobs }: Manifest): ArtifactKind {
  const config = blobs[0]?.mediaType ?? ''
  return isImageConfig(config) && isImageConfig(artifactType) ? 'image' : 'artifact'
}

/** Its own word for what it is. An image has none. */
export function artifactTypeOf(manifest: Manifest | undefined): string | undefined {
  const type = manifest?.artifactType
  return type === undefined || type === EMPTY || isImageConfig(type) ? undefined : type
}

/** The platform of each of an index's manifests, in their order. */
export function platformsIn(bytes: Uint8Array): readonly (string | undefined)[] {
  const children = asList(parseJson(bytes)?.['manifests'])
  return children.map((child) => platformOf(asObject(asObject(child)?.['platform']) ?? {}))
}

/** `os/architecture/variant`, from a descriptor's platform or an image's config. */
export function platformOf(fields: Json): string | undefined {
  const [os, architecture] = [asText(fields['os']), asText(fields['architecture'])]
  if (!os || !architecture || (os === 'unknown' && architecture === 'unknown')) return undefined
  return [os, architecture, asText(fields['variant'])].filter(Boolean).join('/')
}
