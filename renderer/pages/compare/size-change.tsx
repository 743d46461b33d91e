import { exactSize, size } from '../../format.ts'
import { compare as words } from '../../strings/compare.ts'

/** By how much something grew or shrank. @param props.bytes below zero where it shrank */
export function SizeChange({ bytes }: { readonly bytes: number }) {
  const amount = size(Math.abs(bytes))
  if (bytes === 0) return <span>{amount}</span>
  return (
    <span title={exactSize(Math.abs(bytes))}>
      {bytes > 0 ? words.more(amount) : words.less(amount)}
    </span>
  )
}
