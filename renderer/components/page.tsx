import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components'
import { useEffect, useRef, type ReactNode } from 'react'
import { strings } from '../strings.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minHeight: 0,
    rowGap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXXL}`,
    overflow: 'auto',
  },
  // A table scrolls by itself; the page around it then must not, unless there is no room at all.
  filled: { paddingBottom: 0 },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    flexShrink: 0,
  },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    minWidth: 0,
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
  },
  title: {
    ...typographyStyles.title3,
    margin: 0,
    marginRight: 'auto',
    outlineStyle: 'none',
    overflowWrap: 'anywhere',
  },
})

export interface PageProps {
  /** Its heading. */
  readonly title: string
  /** Of the window while it is open; without it the heading. */
  readonly name?: string
  /** Above the heading, where the page lies deeper. */
  readonly breadcrumb?: ReactNode
  /** Beside the heading. */
  readonly actions?: ReactNode
  /** The content ends in a table that takes the height that is left. */
  readonly fill?: boolean
  readonly children: ReactNode
}

/** A page: heading, then content. Coming from another page, the heading gets the focus. */
export function Page({ title, name = title, breadcrumb, actions, fill, children }: PageProps) {
  const styles = useStyles()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = strings.title(name)
  }, [name])
  useEffect(() => takeFocus(heading.current), [])
  return (
    <div className={mergeClasses(styles.root, fill && styles.filled)}>
      {breadcrumb}
      <div className={styles.head}>
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  )
}

/** Only when nothing else has it: a page that opens while somebody types must not take their words. */
function takeFocus(heading: HTMLElement | null): void {
  const focused = document.activeElement
  if (!focused || focused === document.body) heading?.focus({ preventScroll: true })
}
