import { Badge, Card, makeStyles, Text, tokens } from '@fluentui/react-components'
import { ArrowSyncRegular, CheckmarkCircleRegular, DeleteRegular } from '@fluentui/react-icons'
import type { StoredCredential } from '../../../server/control/storage-contract.ts'
import { ExplainedButton } from '../../components/explained-button.tsx'
import { Failure } from '../../components/failure.tsx'
import { FactList } from '../../components/fact-list.tsx'
import { useNow } from '../../components/now.ts'
import { When } from '../../components/when.tsx'
import { sentence } from '../../storage/paste-field.tsx'
import { useSecretCall } from '../../storage/use-secret-call.ts'
import { storage } from '../../strings/storage.ts'

const words = storage.section

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  name: { overflowWrap: 'anywhere' },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
  },
})

export interface CredentialCardProps {
  readonly credential: StoredCredential
  readonly onReplace: () => void
  readonly onForget: () => void
}

/** A credential that is kept: what it is for, how it does, and what can be done; never its value. */
export function CredentialCard({ credential, onReplace, onForget }: CredentialCardProps) {
  const styles = useStyles()
  const { account, container, source, use } = credential
  const isOutside = source === 'variable'
  const check = useSecretCall('storage.checkCredential')
  return (
    <Card>
      <div className={styles.head}>
        <Text weight="semibold" className={styles.name}>
          {container}
        </Text>
        <Badge appearance="tint" color={use === 'in-use' ? 'brand' : 'informative'}>
          {words.uses[use]}
        </Badge>
      </div>
      <FactList facts={factsOf(credential)} />
      <div className={styles.actions} role="group" aria-label={container}>
        <ExplainedButton
          because={check.busy ? storage.azure.testing : undefined}
          icon={<CheckmarkCircleRegular />}
          onClick={() => void check.run({ account, container })}
        >
          {words.test}
        </ExplainedButton>
        <ExplainedButton
          because={isOutside ? words.whyNotReplace : undefined}
          icon={<ArrowSyncRegular />}
          onClick={onReplace}
        >
          {words.replace}
        </ExplainedButton>
        <ExplainedButton
          because={
            isOutside ? words.whyNotReplace : use === 'unused' ? undefined : words.whyNotForget
          }
          icon={<DeleteRegular />}
          onClick={onForget}
        >
          {words.forget}
        </ExplainedButton>
      </div>
      {check.error && <Failure title={words.testFailed} error={check.error} />}
    </Card>
  )
}

function factsOf(credential: StoredCredential) {
  const { account, kind, user, savedAt, source, expiresAt } = credential
  return [
    { name: words.account, value: account },
    { name: words.kind, value: words.kindNames[kind] },
    ...(user === undefined ? [] : [{ name: words.user, value: user }]),
    { name: words.state, value: <State credential={credential} /> },
    ...(expiresAt === undefined ? [] : [{ name: words.expiry, value: <Expiry at={expiresAt} /> }]),
    savedAt === undefined
      ? { name: words.source, value: words.sources[source] }
      : { name: words.savedAt, value: <When at={savedAt} /> },
  ]
}

function Expiry({ at }: { readonly at: number }) {
  return <span>{storage.ends(at, useNow())}</span>
}

function State({ credential: { lastCheck } }: Pick<CredentialCardProps, 'credential'>) {
  if (!lastCheck) return <span>{words.untried}</span>
  const { at, works, reason } = lastCheck
  return (
    <span>
      <Badge appearance="tint" color={works ? 'success' : 'danger'}>
        {works ? words.works : words.refused}
      </Badge>{' '}
      <When at={at} />
      {reason !== undefined && <>: {sentence(reason)}</>}
    </span>
  )
}
