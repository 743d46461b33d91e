import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { NotificationEndpoint } from '../../../server/control/notifications-contract.ts'
import { FactList, type Fact } from '../../components/fact-list.tsx'
import { Muted } from '../../components/muted.tsx'
import { useNotices } from '../../components/notices.tsx'
import { useNow } from '../../components/now.ts'
import { When } from '../../components/when.tsx'
import { useAction } from '../../control.tsx'
import { duration } from '../../format.ts'
import { webhooks as words } from '../../strings/webhooks.ts'
import { AsideEvents } from './aside-events.tsx'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  name: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalM,
    overflowWrap: 'anywhere',
  },
  failed: { color: tokens.colorStatusDangerForeground1 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

export interface WebhookProps {
  readonly endpoint: NotificationEndpoint
  /** Something was sent there. */
  readonly onTold: () => unknown
}

/** One endpoint of notifications. */
export function Webhook({ endpoint, onTold }: WebhookProps) {
  const styles = useStyles()
  const { name, url, disabled, aside } = endpoint
  return (
    <div role="group" aria-label={name} className={styles.root}>
      <div className={styles.name}>
        <Text weight="semibold">{name}</Text>
        <Muted>{url}</Muted>
      </div>
      {disabled ? <Muted>{words.disabled}</Muted> : <Delivery endpoint={endpoint} />}
      {!disabled && aside > 0 && <AsideEvents endpoint={name} total={aside} onChange={onTold} />}
      {!disabled && <Buttons endpoint={endpoint} onTold={onTold} />}
    </div>
  )
}

function Delivery({ endpoint }: Pick<WebhookProps, 'endpoint'>) {
  const styles = useStyles()
  const { delivered, deliveredAt, waiting, aside, dropped, lastError, nextTryAt } = endpoint
  const facts: Fact[] = [
    { name: words.delivered, value: words.events(delivered) },
    { name: words.waiting, value: words.events(waiting) },
    ...fact(words.setAside, aside > 0 && words.events(aside)),
    ...fact(words.dropped, dropped > 0 && words.events(dropped)),
    ...fact(words.lastDelivery, deliveredAt !== undefined && <When at={deliveredAt} />),
    ...fact(
      words.lastError,
      lastError && (
        <>
          <span className={styles.failed}>{lastError.text}</span> <When at={lastError.at} />
        </>
      ),
    ),
    ...fact(words.nextTry, nextTryAt !== undefined && <Soon at={nextTryAt} />),
  ]
  return <FactList facts={facts} />
}

const fact = (name: string, value: ReactNode): readonly Fact[] => (value ? [{ name, value }] : [])

function Soon({ at }: { readonly at: number }) {
  const seconds = Math.round((at - useNow()) / 1_000)
  return seconds > 0 ? words.inTime(duration(seconds)) : words.now
}

function Buttons({ endpoint: { name, waiting }, onTold }: WebhookProps) {
  const styles = useStyles()
  const notices = useNotices()
  const test = useAction('notifications.test')
  const retry = useAction('notifications.retry')
  const sendTest = () =>
    test.mutate(
      { endpoint: name },
      {
        onSuccess({ problem }) {
          if (problem === undefined) notices.done(words.tested(name))
          else notices.failed(words.testFailed(name), { message: problem })
        },
        onError: (error) => notices.failed(words.testFailed(name), error),
      },
    )
  const tryNow = () =>
    retry.mutate(
      { endpoint: name },
      {
        onError: (error) => notices.failed(words.retryFailed(name), error),
        onSettled: () => void onTold(),
      },
    )
  return (
    <div className={styles.buttons}>
      <Button aria-label={words.testOf(name)} disabledFocusable={test.isPending} onClick={sendTest}>
        {words.test}
      </Button>
      {waiting > 0 && (
        <Button
          aria-label={words.retryOf(name)}
          disabledFocusable={retry.isPending}
          onClick={tryNow}
        >
          {words.retry}
        </Button>
      )}
    </div>
  )
}
