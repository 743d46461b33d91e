import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { useMethod } from '../../control.tsx'
import { strings } from '../../strings.ts'
import { RestartButton } from './restart-button.tsx'

const words = strings.settings

/** Where something was changed that counts only after a restart, here or in the file. */
export function RestartNote() {
  const { data } = useMethod('settings.get', undefined)
  if (!data?.needsRestart) return null
  const waiting = data.settings.filter(({ inUse }) => inUse !== undefined)
  const names = waiting.map(({ key }) => words.keys[key].label).join(', ')
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{words.restartTitle}</MessageBarTitle> {words.restartText(names)}
      </MessageBarBody>
      <RestartButton />
    </MessageBar>
  )
}
