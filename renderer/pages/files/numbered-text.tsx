import { makeStyles, tokens } from '@fluentui/react-components'
import { useLayoutEffect, useRef } from 'react'

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(max-content, 1fr)',
    alignContent: 'start',
    flexGrow: 1,
    minHeight: '8rem',
    overflow: 'auto',
    overscrollBehavior: 'contain',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    ':focus-visible': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: `calc(-1 * ${tokens.strokeWidthThick})`,
    },
  },
  part: {
    margin: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    fontFamily: 'inherit',
    tabSize: 4,
  },
  // They stay in sight while long lines are scrolled, and out of what is copied.
  numbers: {
    position: 'sticky',
    left: 0,
    color: tokens.colorNeutralForeground3,
    backgroundColor: tokens.colorNeutralBackground3,
    textAlign: 'end',
    userSelect: 'none',
    fontVariantNumeric: 'tabular-nums',
  },
})

export interface NumberedTextProps {
  readonly label: string
  readonly text: string
}

/** A text with the numbers of its lines. It is one piece, so that the browser's own search finds in it. */
export function NumberedText({ label, text }: NumberedTextProps) {
  const styles = useStyles()
  const root = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    // Keys scroll it at once; the list that led here is gone.
    if (document.activeElement === document.body) root.current?.focus()
  }, [])
  return (
    <div ref={root} role="region" aria-label={label} tabIndex={0} className={styles.root}>
      <pre className={`${styles.part} ${styles.numbers}`} aria-hidden>
        {lineNumbers(text)}
      </pre>
      <pre className={styles.part}>{text}</pre>
    </div>
  )
}

/** A newline at the end begins no further line. */
function lineNumbers(text: string): string {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  return Array.from({ length: lines }, (_, at) => at + 1).join('\n')
}
