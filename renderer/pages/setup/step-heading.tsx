import { makeStyles, typographyStyles } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'

const useStyles = makeStyles({
  title: { ...typographyStyles.subtitle1, margin: 0, outlineStyle: 'none' },
})

/** The heading of a step, which has the focus when the step opens. */
export function StepHeading({ id, title }: { readonly id: string; readonly title: string }) {
  const styles = useStyles()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => takeFocus(heading.current), [])
  return (
    <h2 id={id} ref={heading} tabIndex={-1} className={styles.title}>
      {title}
    </h2>
  )
}

/** The button that led here is gone. Somebody who types elsewhere, as in the palette, goes on typing. */
function takeFocus(heading: HTMLElement | null): void {
  const focused = document.activeElement
  const isFree = !(focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement)
  if (isFree) heading?.focus({ preventScroll: true })
}
