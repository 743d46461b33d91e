import { Text } from '@fluentui/react-components'
import type { NotificationEndpoint } from '../../../server/control/notifications-contract.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Muted } from '../../components/muted.tsx'
import { Section } from '../../components/section.tsx'
import { useMethod } from '../../control.tsx'
import { webhooks as words } from '../../strings/webhooks.ts'
import { Webhook } from './webhook.tsx'

/** More may have been delivered since. */
const isMoving = (endpoints: readonly NotificationEndpoint[]): boolean =>
  endpoints.some(({ waiting }) => waiting > 0)

/** Who is told elsewhere of what happens, and how that goes. */
export function Webhooks() {
  const endpoints = useMethod('notifications.list', undefined, { unfinished: isMoving })
  // Not for everybody to see.
  if (endpoints.error?.code === 'FORBIDDEN') return null
  return (
    <Section title={words.title}>
      <Text>{words.text}</Text>
      <Loaded of={endpoints} failure={words.failure} lines={2}>
        {(known) =>
          known.length === 0 ? (
            <Muted>{words.none}</Muted>
          ) : (
            known.map((endpoint) => (
              <Webhook key={endpoint.name} endpoint={endpoint} onTold={endpoints.refetch} />
            ))
          )
        }
      </Loaded>
    </Section>
  )
}
