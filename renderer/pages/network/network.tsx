import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Text,
  tokens,
} from '@fluentui/react-components'
import type { Reach } from '../../../server/control/reach-contract.ts'
import { Loaded } from '../../components/loaded.tsx'
import { useNotices } from '../../components/notices.tsx'
import { useAction, useCapability, useMethod } from '../../control.tsx'
import { navigate } from '../../router.ts'
import { network as words } from '../../strings/network.ts'
import { OpenForm } from './open-form.tsx'
import { ReachFacts } from './reach-facts.tsx'
import { TrustSteps } from './trust-steps.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  buttons: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
  },
})

/** Who can reach the registry, and the way to change that. Only where settings can be changed. */
export function Network() {
  const styles = useStyles()
  const reach = useMethod('reach.get', undefined)
  return (
    <Loaded of={reach}>
      {(known) => (
        <div className={styles.root}>
          <ReachFacts reach={known} />
          <ConsoleMoves reach={known} />
          <Ways reach={known} />
        </div>
      )}
    </Loaded>
  )
}

function Ways({ reach }: { readonly reach: Reach }) {
  const { isOpen, hasUsers, hosts, certificate, fixedBy } = reach
  if (fixedBy !== undefined) return <Text>{words.fixedBy(fixedBy)}</Text>
  if (!isOpen) return hasUsers ? <OpenForm reach={reach} /> : <UsersFirst />
  return (
    <>
      <OpenedButtons canRenew={certificate?.isMadeHere === true} />
      {certificate?.trust !== undefined && (
        <TrustSteps hosts={hosts} certificate={certificate.trust} />
      )}
    </>
  )
}

function UsersFirst() {
  return (
    <MessageBar layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{words.noUsers}</MessageBarTitle> {words.noUsersText}
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={() => navigate({ page: 'credentials' })}>{words.toCredentials}</Button>
      </MessageBarActions>
    </MessageBar>
  )
}

function OpenedButtons({ canRenew }: { readonly canRenew: boolean }) {
  const styles = useStyles()
  const close = useAction('reach.close')
  const renew = useAction('reach.renew')
  const notices = useNotices()
  const isBusy = close.isPending || renew.isPending
  return (
    <div className={styles.buttons}>
      {canRenew && (
        <Button
          disabledFocusable={isBusy}
          onClick={() =>
            renew.mutate(undefined, {
              onSuccess: () => notices.done(words.renewed),
              onError: (error) => notices.failed(words.renewFailed, error),
            })
          }
        >
          {words.renew}
        </Button>
      )}
      <Button
        disabledFocusable={isBusy}
        onClick={() =>
          close.mutate(undefined, {
            onError: (error) => notices.failed(words.closeFailed, error),
          })
        }
      >
        {words.close}
      </Button>
    </div>
  )
}

/** A console at the registry's own address moves with it. */
function ConsoleMoves({ reach }: { readonly reach: Reach }) {
  const isDesktop = useCapability('desktop')
  const address = consoleAfter(reach)
  if (isDesktop || !reach.needsRestart || address === location.origin) return null
  return <Text>{words.consoleMoves(address)}</Text>
}

/** Where a console that lies at the registry's address is after a restart. */
function consoleAfter({ port, certificate }: Reach): string {
  return `${certificate ? 'https' : 'http'}://${location.hostname}:${port}`
}
