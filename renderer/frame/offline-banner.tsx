import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components'
import { useLate } from '../components/loading.tsx'
import { useConnection, useControl } from '../control.tsx'
import { strings } from '../strings.ts'

/** Says that what is seen may be out of date, while the host cannot be reached; goes by itself. */
export function OfflineBanner() {
  const offline = useConnection() === 'offline'
  const control = useControl()
  // A line that breaks and is back at once is nobody's concern.
  if (!useLate(offline)) return null
  return (
    <aside aria-label={strings.connection.lost}>
      <MessageBar intent="warning" layout="multiline" shape="square">
        <MessageBarBody>
          <MessageBarTitle>{strings.connection.lost}</MessageBarTitle> {strings.connection.lostText}
        </MessageBarBody>
        <MessageBarActions>
          <Button onClick={() => control.retry()}>{strings.connection.retry}</Button>
        </MessageBarActions>
      </MessageBar>
    </aside>
  )
}
