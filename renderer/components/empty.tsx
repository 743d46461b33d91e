import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { TEXT_WIDTH } from '../measures.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    rowGap: tokens.spacingVerticalS,
    maxWidth: TEXT_WIDTH,
    padding: `${tokens.spacingVerticalXXL} 0`,
  },
  title: { margin: 0, overflowWrap: 'anywhere' },
  text: { color: tokens.colorNeutralForeground2 },
})

export interface EmptyProps {
  readonly title: string
  /** Where it stands alone, it is the heading of the page. */
  readonly level?: 'h1' | 'h2'
  readonly text?: string
  /** What to do about it: commands to copy, a button. */
  readonly children?: ReactNode
}

/** In place of a list with nothing in it: says why, and what fills it. */
export function Empty({ title, level = 'h2', text, children }: EmptyProps) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <Subtitle2 as={level} className={styles.title}>
        {title}
      </Subtitle2>
      {text !== undefined && <Text className={styles.text}>{text}</Text>}
      {children}
    </div>
  )
}
