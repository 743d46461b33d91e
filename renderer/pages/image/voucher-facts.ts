import type { Referrer } from '../../../server/control/images-contract.ts'
import type { ArtifactKind } from '../../../server/control/repositories-contract.ts'

/** What people look for first stands first. */
const ORDER: readonly ArtifactKind[] = ['signature', 'SBOM', 'attestation']

/** Kind by kind, and in the order in which the registry gave them within a kind. */
export function byKind(referrers: readonly Referrer[]): readonly Referrer[] {
  return referrers.toSorted((a, b) => rank(a) - rank(b) || a.kind.localeCompare(b.kind))
}

function rank({ kind }: Referrer): number {
  const at = ORDER.indexOf(kind)
  return at < 0 ? ORDER.length : at
}

/** What it says, as exactly as is known: in-toto statements name what they state. */
export function typeOf({ annotations, artifactType = '' }: Referrer): string {
  return annotations['in-toto.io/predicate-type'] ?? artifactType
}

/** Milliseconds since 1970, as its maker says. */
export function createdAt({ annotations }: Referrer): number | undefined {
  const at = Date.parse(annotations['org.opencontainers.image.created'] ?? '')
  return Number.isNaN(at) ? undefined : at
}
