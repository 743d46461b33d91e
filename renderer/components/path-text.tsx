import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  root: { display: 'flex', minWidth: 0 },
  part: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'pre' },
  folder: { color: tokens.colorNeutralForeground3 },
  // It says most, so the folder gives way first.
  name: { flexShrink: 0, maxWidth: '100%' },
})

export interface PathTextProps {
  /** Without a slash at its end; empty for the root. */
  readonly folder: string
  /** The name, as a link where it is one. */
  readonly children: ReactNode
}

/** A path in one line; what does not fit is left out of the folder rather than of the name. */
export function PathText({ folder, children }: PathTextProps) {
  const styles = useStyles()
  return (
    <span className={styles.root}>
      {folder !== '' && <span className={mergeClasses(styles.part, styles.folder)}>{folder}/</span>}
      <span className={mergeClasses(styles.part, styles.name)}>{children}</span>
    </span>
  )
}
