import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { RestartButton } from '../settings/restart-button.tsx'

/** What was set and counts only when the registry starts anew. */
export function Pending({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle> {text}
      </MessageBarBody>
      <RestartButton />
    </MessageBar>
  )
}
