import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({ root: { color: tokens.colorNeutralForeground3 } })

/** Beside what matters, or in place of what there is not. */
export function Muted({ children }: { readonly children: ReactNode }) {
  return <span className={useStyles().root}>{children}</span>
}
