import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components'
import { useEffect } from 'react'
import { useMethod } from '../../control.tsx'
import { navigate, replacePlace } from '../../router.ts'
import { setup } from '../../strings/setup.ts'

const words = setup.offer

/** At the first start the set-up opens by itself; as long as it is not over, it is offered. */
export function SetUpOffer() {
  const state = useMethod('setup.get', undefined).data?.state
  const isNew = state === 'new'
  useEffect(() => {
    if (isNew) replacePlace({ page: 'setup' })
  }, [isNew])
  if (state !== 'begun') return null
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{words.title}</MessageBarTitle> {words.text}
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={() => navigate({ page: 'setup' })}>{words.open}</Button>
      </MessageBarActions>
    </MessageBar>
  )
}
