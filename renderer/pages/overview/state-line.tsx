import { Text } from '@fluentui/react-components'
import type { RegistryStatus } from '../../../server/control/registry-contract.ts'
import { When } from '../../components/when.tsx'
import { useMethod } from '../../control.tsx'
import { strings } from '../../strings.ts'

/** The registry's state in a sentence. */
export function StateLine({ status }: { readonly status: RegistryStatus }) {
  return (
    <Text block>
      <Sentence status={status} />
      {status.index.state === 'building' && ` ${strings.overview.indexing}`}
    </Text>
  )
}

function Sentence({ status }: { readonly status: RegistryStatus }) {
  switch (status.state) {
    case 'stopping':
      return <Stopping />
    case 'stopped':
      return strings.overview.stopped
    case 'storage-away':
      return strings.overview.storageAway
    case 'running':
      return (
        <>
          {strings.overview.listening(status.addresses)} {strings.overview.started}{' '}
          <When at={status.startedAt} />.
        </>
      )
  }
}

/** Says what it waits for. */
function Stopping() {
  const { data: transfers = [] } = useMethod('transfers.list', undefined)
  return strings.overview.stopping(transfers.length)
}
