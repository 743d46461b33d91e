import { Button, MessageBarActions } from '@fluentui/react-components'
import { useNotices } from '../../components/notices.tsx'
import { useAction, useCapability } from '../../control.tsx'
import { strings } from '../../strings.ts'

const words = strings.settings

/** In a message bar; only where Berth can do it itself. */
export function RestartButton() {
  const canRestart = useCapability('restart')
  const { mutate, isPending } = useAction('registry.restart')
  const notices = useNotices()
  if (!canRestart) return null
  const restart = () =>
    mutate(undefined, { onError: (error) => notices.failed(words.restartFailed, error) })
  return (
    <MessageBarActions>
      <Button disabledFocusable={isPending} onClick={restart}>
        {words.restartNow}
      </Button>
    </MessageBarActions>
  )
}
