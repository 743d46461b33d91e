import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { Empty } from '../components/empty.tsx'
import { strings } from '../strings.ts'

const useStyles = makeStyles({
  root: { padding: `0 ${tokens.spacingHorizontalXXL}` },
  details: { overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
})

/** In place of a page that could not be drawn, in words that do not need a programmer. */
export function Broken({ error }: { readonly error: Error }) {
  const styles = useStyles()
  return (
    <div className={styles.root} role="alert">
      <Empty level="h1" title={strings.broken.title} text={strings.broken.text}>
        <Button appearance="primary" onClick={() => location.reload()}>
          {strings.broken.reload}
        </Button>
        <details>
          <summary>{strings.broken.details}</summary>
          <Text font="monospace" size={200} className={styles.details}>
            {error.stack ?? error.message}
          </Text>
        </details>
      </Empty>
    </div>
  )
}
