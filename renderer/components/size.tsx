import { exactSize, size } from '../format.ts'

/** A size in three digits, every byte on hover. */
export function Size({ bytes }: { readonly bytes: number }) {
  return <span title={exactSize(bytes)}>{size(bytes)}</span>
}
