import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import type { Reach } from '../../../server/control/reach-contract.ts'
import { FactList } from '../../components/fact-list.tsx'
import { exactTime, listed } from '../../format.ts'
import { network as words } from '../../strings/network.ts'

/** Who can reach the registry, and by what certificate. */
export function ReachFacts({ reach }: { readonly reach: Reach }) {
  const { isOpen, hosts, isBehindProxy, certificate } = reach
  const by = certificate
    ? certificate.isMadeHere
      ? words.madeHere
      : words.ownFile(certificate.file)
    : isBehindProxy && words.proxy
  return (
    <>
      <FactList
        facts={[
          { name: words.who, value: isOpen ? words.others : words.here },
          ...(isOpen ? [{ name: words.names, value: hosts.join(', ') }] : []),
          ...(by ? [{ name: words.certificate, value: by }] : []),
          ...(certificate
            ? [{ name: words.validUntil, value: exactTime(certificate.expiresAt) }]
            : []),
        ]}
      />
      {isOpen && certificate && certificate.missing.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{words.missing(listed(certificate.missing))}</MessageBarTitle>{' '}
            {certificate.isMadeHere && words.missingHint}
          </MessageBarBody>
        </MessageBar>
      )}
    </>
  )
}
