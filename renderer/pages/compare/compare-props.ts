import type { Comparison } from '../../../server/control/contents-contract.ts'
import type { ImageName } from '../../place.ts'
import type { CompareAddress } from './compare-address.ts'
import type { PlatformPair } from './common-platform.ts'

/** Two images, and the platform of each that is compared. */
export interface PairProps {
  readonly a: ImageName
  readonly b: ImageName
  readonly pair: PlatformPair
  readonly address: CompareAddress
}

export interface ComparisonProps extends PairProps {
  readonly found: Comparison
}

/** As the methods name them. */
export function digestsOf({ a, b, pair }: PairProps) {
  return {
    a: { repository: a.repository, digest: pair.a.digest },
    b: { repository: b.repository, digest: pair.b.digest },
  }
}
