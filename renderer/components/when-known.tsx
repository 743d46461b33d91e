import { makeStyles, tokens } from '@fluentui/react-components'
import { strings } from '../strings.ts'
import { When } from './when.tsx'

const useStyles = makeStyles({ root: { color: tokens.colorNeutralForeground3 } })

/** A time in a column; a dash where none is known, since a list of words would only be noise. */
export function WhenKnown({ at }: { readonly at: number | undefined }) {
  const styles = useStyles()
  if (at !== undefined) return <When at={at} />
  return (
    <span className={styles.root} title={strings.parts.notKnown}>
      –
    </span>
  )
}
