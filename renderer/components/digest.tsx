import { makeStyles, tokens } from '@fluentui/react-components'
import { shortDigest } from '../format.ts'
import { CopyButton } from './copy-button.tsx'

const useStyles = makeStyles({
  root: { display: 'inline-flex', alignItems: 'center', columnGap: tokens.spacingHorizontalXXS },
  digest: { fontFamily: tokens.fontFamilyMonospace, whiteSpace: 'nowrap' },
})

export interface DigestProps {
  readonly digest: string
  /** With a button that copies the whole. */
  readonly copy?: boolean
}

/** A digest in short; the whole on hover and on copy. */
export function Digest({ digest, copy = false }: DigestProps) {
  const styles = useStyles()
  return (
    <span className={styles.root}>
      <span className={styles.digest} title={digest}>
        {shortDigest(digest)}
      </span>
      {copy && <CopyButton text={digest} thing={digest} />}
    </span>
  )
}
