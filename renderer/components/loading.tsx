import { makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { strings } from '../strings.ts'

/** A wait shorter than this is none: nothing flickers. In milliseconds. */
const UNSEEN = 300

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
})

const WIDTHS = ['60%', '90%', '75%', '85%', '40%']

/** True once something has taken longer than nobody minds. */
export function useLate(waiting = true): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!waiting) return undefined
    const timer = setTimeout(() => setLate(true), UNSEEN)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [waiting])
  return late && waiting
}

/** In place of something that is on its way. */
export function Loading({ lines = 4 }: { readonly lines?: number }) {
  const styles = useStyles()
  const late = useLate()
  return (
    <div role="status" aria-label={strings.parts.loading}>
      {late && (
        <Skeleton className={styles.root} aria-hidden>
          {Array.from({ length: lines }, (_, at) => (
            <SkeletonItem key={at} style={{ width: WIDTHS[at % WIDTHS.length] }} />
          ))}
        </Skeleton>
      )}
    </div>
  )
}
