import type { BlobPlaces } from './missing.ts'
import type { PlannedImage, PlanTotals } from './plan-contents.ts'

/** The plan in numbers. */
export function totalsOf(
  images: readonly PlannedImage[],
  { toSend, there, mountable }: Pick<BlobPlaces, 'toSend' | 'there' | 'mountable'>,
): PlanTotals {
  const inState = (state: PlannedImage['state']): number =>
    images.filter((image) => image.state === state).length
  return {
    new: inState('new'),
    changed: inState('changed'),
    equal: inState('equal'),
    conflicts: inState('conflict'),
    onlyThere: inState('only-there'),
    deletes: images.filter(({ deletes }) => deletes).length,
    failed: inState('failed'),
    bytesToSend: toSend + manifestBytes(images),
    bytesThere: there,
    bytesMountable: mountable,
  }
}

function manifestBytes(images: readonly PlannedImage[]): number {
  const sizes = new Map<string, number>()
  for (const { repository, work } of images) {
    for (const { descriptor } of [...(work?.manifests ?? []), ...(work?.referrers ?? [])]) {
      sizes.set(`${repository} ${descriptor.digest}`, descriptor.size)
    }
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0)
}
