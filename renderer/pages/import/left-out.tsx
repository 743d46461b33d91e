import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { importing as words } from '../../strings/import.ts'

/** What of a file was left out, and why; nothing where all of it was taken. */
export function LeftOut({ message }: { readonly message: string | undefined }) {
  if (message === undefined) return null
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{words.leftOut}</MessageBarTitle> {message}
      </MessageBarBody>
    </MessageBar>
  )
}
