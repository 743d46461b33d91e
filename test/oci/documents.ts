import type { Descriptor } from '../../server/oci/manifest.ts'
import {
  DOCKER_LIST,
  DOCKER_MANIFEST,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../../server/oci/media-types.ts'

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`

const described = (mediaType: string, digit: string, size: number): Descriptor => ({
  mediaType,
  digest: digest(digit),
  size,
})

export const CONFIG = described('application/vnd.oci.image.config.v1+json', 'a', 7)
export const LAYER = described('application/vnd.oci.image.layer.v1.tar+gzip', 'b', 32)
const LAYER_2 = described('application/vnd.oci.image.layer.v1.tar+zstd', 'c', 0)
export const CHILD = {
  ...described(OCI_MANIFEST, 'd', 500),
  platform: { os: 'linux', architecture: 'arm64' },
}
export const SUBJECT = described(OCI_MANIFEST, 'e', 501)
const EMPTY = described('application/vnd.oci.empty.v1+json', '4', 2)
const ANNOTATIONS = { 'org.opencontainers.image.created': '2026-01-31T12:00:00Z' }

/** A document, and what is to be read from it. */
export interface Case {
  readonly json: object
  readonly mediaType: string
  readonly blobs?: readonly Descriptor[]
  readonly children?: readonly Descriptor[]
  readonly subject?: Descriptor
  readonly artifactType?: string
  readonly annotations?: Readonly<Record<string, string>>
}

const HELM_CONFIG = described('application/vnd.cncf.helm.config.v1+json', '1', 117)
const HELM_CHART = described('application/vnd.cncf.helm.chart.content.v1.tar+gzip', '2', 2487)
const CACHE_CONFIG = described('application/vnd.buildkit.cacheconfig.v0', '3', 900)
const DOCKER_CONFIG = described('application/vnd.docker.container.image.v1+json', '5', 1457)
const DOCKER_LAYER = described('application/vnd.docker.image.rootfs.diff.tar.gzip', '6', 9)
const FOREIGN = {
  ...described('application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', '7', 10),
  urls: ['https://example.com/layer'],
}

/** What clients push. */
export const DOCUMENTS: Readonly<Record<string, Case>> = {
  'an OCI image': {
    json: {
      mediaType: OCI_MANIFEST,
      config: CONFIG,
      layers: [LAYER, LAYER_2],
      annotations: ANNOTATIONS,
    },
    mediaType: OCI_MANIFEST,
    blobs: [CONFIG, LAYER, LAYER_2],
    artifactType: CONFIG.mediaType,
    annotations: ANNOTATIONS,
  },
  'a Docker image with a foreign layer': {
    json: { mediaType: DOCKER_MANIFEST, config: DOCKER_CONFIG, layers: [DOCKER_LAYER, FOREIGN] },
    mediaType: DOCKER_MANIFEST,
    blobs: [DOCKER_CONFIG, DOCKER_LAYER, FOREIGN],
    artifactType: DOCKER_CONFIG.mediaType,
  },
  'a Docker list': {
    json: { mediaType: DOCKER_LIST, manifests: [CHILD] },
    mediaType: DOCKER_LIST,
    children: [CHILD],
  },
  'an OCI index with a subject': {
    json: { mediaType: OCI_INDEX, manifests: [CHILD], subject: SUBJECT, artifactType: 'a/b' },
    mediaType: OCI_INDEX,
    children: [CHILD],
    subject: SUBJECT,
    artifactType: 'a/b',
  },
  'an index of nothing': { json: { mediaType: OCI_INDEX, manifests: [] }, mediaType: OCI_INDEX },
  'an artifact': {
    json: {
      mediaType: OCI_MANIFEST,
      artifactType: 'application/vnd.example.sbom',
      config: EMPTY,
      layers: [EMPTY],
      subject: SUBJECT,
    },
    mediaType: OCI_MANIFEST,
    blobs: [EMPTY, EMPTY],
    subject: SUBJECT,
    artifactType: 'application/vnd.example.sbom',
  },
  'an artifact manifest of before image-spec 1.1': {
    json: {
      mediaType: 'application/vnd.oci.artifact.manifest.v1+json',
      blobs: [LAYER],
      subject: SUBJECT,
    },
    mediaType: 'application/vnd.oci.artifact.manifest.v1+json',
    blobs: [LAYER],
    subject: SUBJECT,
  },
  'a Helm chart, which has no mediaType': {
    json: { config: HELM_CONFIG, layers: [HELM_CHART] },
    mediaType: OCI_MANIFEST,
    blobs: [HELM_CONFIG, HELM_CHART],
    artifactType: HELM_CONFIG.mediaType,
  },
  'an index without mediaType': {
    json: { manifests: [CHILD] },
    mediaType: OCI_INDEX,
    children: [CHILD],
  },
  'a build cache, whose children are layers': {
    json: { mediaType: OCI_INDEX, manifests: [LAYER, LAYER_2, CACHE_CONFIG] },
    mediaType: OCI_INDEX,
    children: [LAYER, LAYER_2, CACHE_CONFIG],
  },
  'an image as Go writes empty things': {
    json: {
      mediaType: OCI_MANIFEST,
      config: { ...CONFIG, urls: null, annotations: null, platform: null },
      layers: null,
      annotations: null,
      subject: null,
    },
    mediaType: OCI_MANIFEST,
    blobs: [CONFIG],
    artifactType: CONFIG.mediaType,
  },
  'an index as Go writes empty things': {
    json: { mediaType: OCI_INDEX, manifests: null },
    mediaType: OCI_INDEX,
  },
  'an attestation of no platform': {
    json: {
      mediaType: OCI_INDEX,
      manifests: [{ ...CHILD, platform: { os: 'unknown', architecture: 'unknown' } }],
    },
    mediaType: OCI_INDEX,
    children: [{ ...CHILD, platform: { os: 'unknown', architecture: 'unknown' } }],
  },
  'digests that cannot be verified here': {
    json: { mediaType: OCI_MANIFEST, config: { ...CONFIG, digest: 'blake3:abc' } },
    mediaType: OCI_MANIFEST,
    blobs: [{ ...CONFIG, digest: 'blake3:abc' }],
    artifactType: CONFIG.mediaType,
  },
  'a document of a later time': {
    json: { mediaType: 'application/vnd.example.new+json', config: CONFIG, more: { of: ['it'] } },
    mediaType: 'application/vnd.example.new+json',
    blobs: [CONFIG],
    artifactType: CONFIG.mediaType,
  },
}

/** As it is pushed. */
export function bytesOf(json: object): Buffer {
  return Buffer.from(JSON.stringify({ schemaVersion: 2, ...json }))
}
