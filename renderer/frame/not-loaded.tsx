import { Button, Text } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'
import { Page } from '../components/page.tsx'
import { useConnection } from '../control.tsx'
import { strings } from '../strings.ts'

/** In place of a page whose file could not be got. Browsers do not try again; a new load of all does. */
export function NotLoaded() {
  useReloadWhenBack()
  return (
    <Page title={strings.notLoaded.title}>
      <Text>{strings.notLoaded.text}</Text>
      <div>
        <Button appearance="primary" onClick={() => location.reload()}>
          {strings.notLoaded.reload}
        </Button>
      </div>
    </Page>
  )
}

function useReloadWhenBack(): void {
  const connection = useConnection()
  const before = useRef(connection)
  useEffect(() => {
    if (connection === 'online' && before.current !== 'online') location.reload()
    before.current = connection
  }, [connection])
}
