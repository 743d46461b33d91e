import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { useCapability, useMethod } from '../../control.tsx'
import { setup as words } from '../../strings/setup.ts'
import { RestartButton } from '../settings/restart-button.tsx'

/** Where something was set that counts only when the registry starts anew. */
export function RestartToUse() {
  const canSet = useCapability('settings')
  const storage = useMethod('storage.get', undefined, { enabled: canSet }).data
  const canRestart = useCapability('restart')
  const { data } = useMethod('settings.get', undefined, { enabled: canSet })
  if (!data?.needsRestart && !storage?.needsRestart) return null
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{words.end.restartTitle}</MessageBarTitle>{' '}
        {canRestart ? words.end.restartText : words.end.restartElsewhere}
      </MessageBarBody>
      <RestartButton />
    </MessageBar>
  )
}
