import { Button, Tooltip } from '@fluentui/react-components'
import { PowerRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { RegistryStatus } from '../../server/control/registry-contract.ts'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { useNotices } from '../components/notices.tsx'
import { useAction } from '../control.tsx'
import { strings } from '../strings.ts'

/** Starts at once; asks before it stops, since others may be pushing. */
export function StateSwitch({ state }: { readonly state: RegistryStatus['state'] }) {
  const [asking, setAsking] = useState(false)
  const start = useAction('registry.start')
  const stop = useAction('registry.stop')
  const notices = useNotices()
  const stopped = state === 'stopped'
  const name = stopped ? strings.state.start : strings.state.stop
  const begin = () =>
    start.mutate(undefined, {
      onError: (error) => notices.failed(strings.state.switchFailed, error),
    })
  return (
    <>
      <Tooltip content={name} relationship="label">
        <Button
          appearance="subtle"
          icon={<PowerRegular />}
          disabledFocusable={state === 'stopping' || start.isPending || stop.isPending}
          onClick={() => (stopped ? begin() : setAsking(true))}
        />
      </Tooltip>
      <ConfirmDialog
        open={asking}
        title={strings.state.stopTitle}
        verb={strings.state.stopVerb}
        busy={stop.isPending}
        error={stop.error}
        onClose={() => setAsking(false)}
        onConfirm={() => stop.mutate(undefined, { onSuccess: () => setAsking(false) })}
      >
        {strings.state.stopText}
      </ConfirmDialog>
    </>
  )
}
