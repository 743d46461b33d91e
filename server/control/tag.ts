/** What a manifest is, to a person. */
export type ArtifactKind =
  | 'image'
  | 'multi-platform image'
  | 'Helm chart'
  | 'signature'
  | 'SBOM'
  | 'attestation'
  | 'build cache'
  | 'artifact'

export interface Tag {
  readonly tag: string
  readonly digest: string
  readonly kind: ArtifactKind
  /** Such as `linux/arm64/v8`; without attestations. */
  readonly platforms: readonly string[]
  /** Of its manifests, configs and layers, each once. */
  readonly sizeBytes: number
  readonly pushedAt?: number
  readonly pushedBy?: string
  readonly pulledAt?: number
}
