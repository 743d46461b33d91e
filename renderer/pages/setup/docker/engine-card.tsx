import {
  Badge,
  Button,
  Caption1,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components'
import type { Engine, EngineCheck } from '../../../../server/control/engines-contract.ts'
import { Failure } from '../../../components/failure.tsx'
import { engines as words } from '../../../strings/engines.ts'
import { EngineLogin } from './engine-login.tsx'
import { RemedyList } from './remedy-list.tsx'
import { useEngine } from './use-engine.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
    minWidth: 0,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM}`,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
  },
  names: { display: 'flex', flexDirection: 'column', minWidth: 0, marginRight: 'auto' },
  endpoint: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  said: { overflowWrap: 'anywhere' },
})

/** An engine, and whether it reaches the registry. */
export function EngineCard({ engine }: { readonly engine: Engine }) {
  const styles = useStyles()
  const { check, error, isBusy, run, mend, unmend } = useEngine(engine.id)
  return (
    <li className={styles.root} aria-busy={isBusy}>
      <div className={styles.head}>
        <Names engine={engine} />
        {engine.hasRelay && <Badge appearance="tint">{words.relayOn}</Badge>}
        <Badge appearance="tint" color={engine.state === 'available' ? 'success' : 'warning'}>
          {words.states[engine.state]}
        </Badge>
        {engine.hasRelay && (
          <Button appearance="subtle" disabledFocusable={isBusy} onClick={unmend}>
            {words.removeRelay}
          </Button>
        )}
        {engine.state === 'available' && (
          <Button aria-label={words.checkOf(engine.name)} disabledFocusable={isBusy} onClick={run}>
            {words.check}
          </Button>
        )}
      </div>
      {engine.hint !== undefined && <Text>{engine.hint}</Text>}
      <div role="status">
        {isBusy && <Spinner size="tiny" labelPosition="after" label={words.checking} />}
        {check && !isBusy && <Outcome check={check} />}
      </div>
      {error && !isBusy && <Failure title={words.mendFailed} error={error} />}
      {check && !isBusy && <RemedyList remedies={check.remedies} onDo={mend} />}
      {engine.state === 'available' && engine.isLoggedIn === false && (
        <EngineLogin engine={engine} />
      )}
    </li>
  )
}

function Names({ engine }: { readonly engine: Engine }) {
  const styles = useStyles()
  const { name, version, system, endpoint, isRootless } = engine
  const facts = [endpoint, system, isRootless && words.rootless].filter(Boolean)
  return (
    <div className={styles.names}>
      <Text weight="semibold">{[name, version].filter(Boolean).join(' ')}</Text>
      <Caption1 className={styles.endpoint}>{facts.join(' · ')}</Caption1>
    </div>
  )
}

function Outcome({ check }: { readonly check: EngineCheck }) {
  const styles = useStyles()
  const { outcome, text, detail } = check
  return (
    <MessageBar intent={outcome === 'reaches' ? 'success' : 'warning'} layout="multiline">
      <MessageBarBody className={styles.said}>
        <MessageBarTitle>{words.outcomes[outcome]}</MessageBarTitle> {text}
        {detail !== undefined && (
          <Caption1 block>
            {words.said}: {detail}
          </Caption1>
        )}
      </MessageBarBody>
    </MessageBar>
  )
}
