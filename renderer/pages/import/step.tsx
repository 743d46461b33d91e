import { makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useRef, type ReactNode } from 'react'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 0,
    rowGap: tokens.spacingVerticalL,
    outlineStyle: 'none',
  },
})

/** A step of an import. The button that led here is gone; who used the keyboard goes on from its top. */
export function Step({ children }: { readonly children: ReactNode }) {
  const styles = useStyles()
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const focused = document.activeElement
    if (!focused || focused === document.body) root.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div ref={root} tabIndex={-1} className={styles.root}>
      {children}
    </div>
  )
}
