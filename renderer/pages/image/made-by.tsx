import { makeStyles, tokens } from '@fluentui/react-components'
import { Muted } from '../../components/muted.tsx'
import { image as words } from '../../strings/image.ts'
import { oneLine } from './dockerfile-line.ts'

const useStyles = makeStyles({
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
})

/** The step of a build that made a layer, as much of it as has room. */
export function MadeBy({ command }: { readonly command: string | undefined }) {
  const styles = useStyles()
  if (command === undefined) return <Muted>{words.layers.noCommand}</Muted>
  return (
    <span className={styles.code} title={command}>
      {oneLine(command)}
    </span>
  )
}
