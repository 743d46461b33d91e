import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { useId, type ReactNode } from 'react'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
    minWidth: 0,
    flexShrink: 0,
  },
  head: { display: 'flex', alignItems: 'baseline', columnGap: tokens.spacingHorizontalM },
  title: { margin: 0, marginRight: 'auto' },
})

export interface SectionProps {
  readonly title: string
  /** Beside the heading. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A part of a page under a heading of its own. */
export function Section({ title, actions, children }: SectionProps) {
  const styles = useStyles()
  const id = useId()
  return (
    <section className={styles.root} aria-labelledby={id}>
      <div className={styles.head}>
        <Subtitle2 as="h2" id={id} className={styles.title}>
          {title}
        </Subtitle2>
        {actions}
      </div>
      {children}
    </section>
  )
}
