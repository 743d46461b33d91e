import { Link, makeStyles, tokens, Tooltip } from '@fluentui/react-components'
import { shortDigest } from '../format.ts'
import { strings } from '../strings.ts'
import { useCopy } from './copy-button.tsx'

const useStyles = makeStyles({
  root: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: 'inherit',
    lineHeight: 'inherit',
    color: 'inherit',
    textAlign: 'start',
    overflowWrap: 'anywhere',
    userSelect: 'text',
  },
})

export interface CopyDigestProps {
  readonly digest: string
  /** All of it, not only the beginning. */
  readonly whole?: boolean
}

/** A digest that has no page of its own: a click copies the whole of it. */
export function CopyDigest({ digest, whole = false }: CopyDigestProps) {
  const styles = useStyles()
  const [outcome, copy] = useCopy(digest)
  const hint = outcome ? strings.parts[outcome] : strings.parts.copyThing(digest)
  return (
    <Tooltip content={hint} relationship="description">
      <Link as="button" className={styles.root} onClick={copy}>
        {whole ? digest : shortDigest(digest)}
      </Link>
    </Tooltip>
  )
}
