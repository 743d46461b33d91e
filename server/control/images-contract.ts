import { object, text } from './check.ts'
import { read } from './method.ts'
import type { ArtifactKind } from './repositories-contract.ts'

/** One image, or whatever else a manifest describes, with all that is in it; a part of the contract. */

export interface Image {
  readonly repository: string
  readonly digest: string
  readonly mediaType: string
  readonly kind: ArtifactKind
  /** Its own word for what it is, where it has one. */
  readonly artifactType?: string
  readonly sizeBytes: number
  /** Every tag that points to it. */
  readonly tags: readonly string[]
  readonly annotations: Readonly<Record<string, string>>
  readonly pushedAt?: number
  readonly pushedBy?: string
  readonly pulledAt?: number
  /** Of an index; one alone for an image. Without attestations. */
  readonly platforms: readonly PlatformImage[]
  readonly referrers: readonly Referrer[]
}

/** An image for one platform, or an artifact that is for none. */
export interface PlatformImage {
  readonly digest: string
  readonly mediaType: string
  readonly platform?: string
  readonly sizeBytes: number
  /** Absent when its manifest is not in this repository. */
  readonly layers?: readonly Layer[]
  readonly config?: ImageConfig
  readonly history: readonly HistoryStep[]
}

export interface Layer {
  readonly digest: string
  readonly mediaType: string
  readonly sizeBytes: number
  /** The step of the build that made it. */
  readonly command?: string
  /** The file's name, for artifacts that have it. */
  readonly title?: string
  /** Other manifests, of any repository, that have it too. */
  readonly sharedWith: number
}

export interface ImageConfig {
  readonly digest: string
  readonly createdAt?: number
  readonly author?: string
  readonly user?: string
  readonly workingDirectory?: string
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly environment: readonly string[]
  readonly ports: readonly string[]
  readonly volumes: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  readonly stopSignal?: string
}

export interface HistoryStep {
  /** As a line of a Dockerfile, as far as it can be told. */
  readonly command: string
  readonly createdAt?: number
  readonly comment?: string
  /** Absent where the step made no layer. */
  readonly layerDigest?: string
  readonly sizeBytes?: number
}

export interface Referrer {
  readonly digest: string
  readonly kind: ArtifactKind
  readonly artifactType?: string
  readonly sizeBytes: number
  readonly annotations: Readonly<Record<string, string>>
}

export interface RawManifest {
  readonly digest: string
  readonly mediaType: string
  /** The very bytes, as text. */
  readonly text: string
}

const repository = text(255)

export const IMAGES_METHODS = {
  'images.get': read<Image>()(object({ repository, reference: text(200) })),
  'manifests.raw': read<RawManifest>()(object({ repository, digest: text(200) })),
} as const
