import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { Empty } from '../../components/empty.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { sync } from '../../strings/sync.ts'

const words = sync.empty

const useStyles = makeStyles({
  steps: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    paddingLeft: tokens.spacingHorizontalXL,
    color: tokens.colorNeutralForeground2,
  },
})

export interface NoTargetsProps {
  readonly hasRemotes: boolean
  readonly onAdd: () => void
}

/** Nothing is synced yet: what it is good for, and how to begin. */
export function NoTargets({ hasRemotes, onAdd }: NoTargetsProps) {
  const styles = useStyles()
  return (
    <Empty title={words.title} text={words.text}>
      <ol className={styles.steps}>
        {words.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {hasRemotes ? (
        <Button appearance="primary" onClick={onAdd}>
          {sync.add}
        </Button>
      ) : (
        <span>
          {words.noRemote} <PlaceLink to={{ page: 'credentials' }}>{words.credentials}</PlaceLink>
        </span>
      )}
    </Empty>
  )
}
