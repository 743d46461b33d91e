import { ago, exactTime } from '../format.ts'
import { strings } from '../strings.ts'
import { useNow } from './now.ts'

/** A time as people say it, the exact one on hover. @param props.at milliseconds since 1970 */
export function When({ at }: { readonly at: number | undefined }) {
  const now = useNow()
  if (at === undefined) return <span>{strings.parts.notKnown}</span>
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {ago(at, Math.max(now, at))}
    </time>
  )
}
