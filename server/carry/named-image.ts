import type { Descriptor } from '../oci/manifest.ts'

/** An image that an archive names, before it was looked into. */
export interface NamedImage {
  readonly root: Descriptor
  /** `repository:tag` each. */
  readonly names: readonly string[]
  /** Whether the file has its manifest, which else was made here. */
  readonly hasManifest: boolean
}
