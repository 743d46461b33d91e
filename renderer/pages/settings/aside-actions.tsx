import { Button, makeStyles, MenuItem, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { AsideNotification } from '../../../server/control/notifications-contract.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useNotices } from '../../components/notices.tsx'
import { RowMenu } from '../../components/row-menu.tsx'
import { useAction } from '../../control.tsx'
import { webhooks } from '../../strings/webhooks.ts'
import { asideName } from './aside-name.ts'

const words = webhooks.aside

const useStyles = makeStyles({
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

/** Events that were set aside for one endpoint. */
export interface AsideOf {
  readonly endpoint: string
  readonly events: readonly AsideNotification[]
  /** Told when there may be fewer. */
  readonly onChange: () => void
}

/** What can be done with one of them. */
export function AsideMenu({
  event,
  ...of
}: Omit<AsideOf, 'events'> & { readonly event: AsideNotification }) {
  const events = [event]
  const retry = useRetry({ ...of, events })
  const [open, setOpen] = useState(false)
  return (
    <>
      <RowMenu label={words.menu(asideName(event))}>
        <MenuItem onClick={retry.run}>{words.retry}</MenuItem>
        <MenuItem onClick={() => setOpen(true)}>{words.discard}</MenuItem>
      </RowMenu>
      {open && <DiscardDialog {...of} events={events} onClose={() => setOpen(false)} />}
    </>
  )
}

/** What can be done with all of them. */
export function AsideButtons(of: AsideOf) {
  const styles = useStyles()
  const { length } = of.events
  const retry = useRetry(of)
  const [open, setOpen] = useState(false)
  return (
    <div className={styles.buttons}>
      <Button disabledFocusable={retry.isPending} onClick={retry.run}>
        {words.retryAll(length)}
      </Button>
      <Button onClick={() => setOpen(true)}>{words.discardAll(length)}</Button>
      {open && <DiscardDialog {...of} onClose={() => setOpen(false)} />}
    </div>
  )
}

const inputOf = ({ endpoint, events }: AsideOf) => ({ endpoint, ids: events.map(({ id }) => id) })

function useRetry(of: AsideOf) {
  const { endpoint, onChange } = of
  const notices = useNotices()
  const { mutate, isPending } = useAction('notifications.retryAside')
  const run = (): void =>
    mutate(inputOf(of), {
      onSuccess({ taken, problem }) {
        if (taken > 0) notices.done(words.taken(endpoint, taken))
        if (problem !== undefined) notices.failed(words.refused(endpoint), { message: problem })
      },
      onError: (error) => notices.failed(words.refused(endpoint), error),
      onSettled: onChange,
    })
  return { run, isPending }
}

function DiscardDialog({ onClose, ...of }: AsideOf & { readonly onClose: () => void }) {
  const { endpoint, events, onChange } = of
  const { mutate, isPending, error } = useAction('notifications.discardAside')
  const done = (): void => {
    onChange()
    onClose()
  }
  return (
    <ConfirmDialog
      open
      danger
      title={words.discardTitle(events.length)}
      verb={words.discardVerb(events.length)}
      busy={isPending}
      error={error}
      onConfirm={() => mutate(inputOf(of), { onSuccess: done })}
      onClose={onClose}
    >
      <Text>{words.discardText(endpoint)}</Text>
    </ConfirmDialog>
  )
}
