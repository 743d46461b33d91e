import { useState } from 'react'
import type { Input } from '../../server/control/contract.ts'
import type { PasteReading, StorageView } from '../../server/control/storage-contract.ts'
import { useDraft } from '../pages/setup/setup.tsx'

export type How = 'secret' | 'kept' | 'sign-in' | 'machine'

/** What was typed about a container; the secret is nowhere but in its field. */
export interface AzureForm {
  readonly account: string
  readonly container: string
  readonly endpoint: string
  readonly root: string
  readonly secret: string
  readonly how: How
  set(field: 'account' | 'container' | 'endpoint' | 'root' | 'secret' | 'how', value: string): void
  /** Takes over what a paste tells. */
  take(reading: PasteReading): void
  /** There is enough to ask Azure with; without a container as far as that goes. */
  readonly isComplete: boolean
  readonly hasAccount: boolean
  /** For the methods. */
  input(): Input<'storage.test'>
}

export function useAzureForm({ chosen }: StorageView): AzureForm {
  const known = chosen.kind === 'azure' ? chosen : undefined
  const [account, setAccount] = useDraftOr('storage.account', known?.account)
  const [container, setContainer] = useDraftOr('storage.container', known?.container)
  const [endpoint, setEndpoint] = useDraftOr('storage.endpoint', unusual(known))
  const [root, setRoot] = useDraftOr('storage.root', known?.root)
  const [how, setHow] = useDraftOr('storage.how', HOWS[known?.credential ?? 'written'])
  const [secret, setSecret] = useState('')
  const setters = {
    account: setAccount,
    container: setContainer,
    endpoint: setEndpoint,
    root: setRoot,
    how: setHow,
    secret: setSecret,
  }
  const hasAccount = account !== '' && (how !== 'secret' || secret.trim() !== '')
  return {
    account,
    container,
    endpoint,
    root,
    secret,
    how: asHow(how),
    hasAccount,
    isComplete: hasAccount && container !== '',
    set: (field, value) => setters[field](value),
    take(reading) {
      if (reading.account !== undefined) {
        setAccount(reading.account)
        setEndpoint(reading.endpoint ?? '')
      }
      if (reading.container !== undefined) setContainer(reading.container)
    },
    input: () => ({
      account: account.trim(),
      container: container.trim(),
      ...(endpoint.trim() !== '' && { endpoint: endpoint.trim() }),
      ...(root.trim() !== '' && { root: root.trim() }),
      ...(asHow(how) === 'secret' ? { secret } : { use: asHow(how) as Exclude<How, 'secret'> }),
    }),
  }
}

const HOWS = { kept: 'kept', machine: 'machine', written: 'secret' } as const

const asHow = (text: string): How =>
  text === 'kept' || text === 'machine' || text === 'sign-in' ? text : 'secret'

/** What was typed, and until something was, what is known; what is emptied stays empty. */
function useDraftOr(name: string, known = ''): [string, (value: string) => void] {
  const [draft, setDraft] = useDraft(name)
  const [isTouched, setTouched] = useState(false)
  const set = (value: string): void => {
    setTouched(true)
    setDraft(value)
  }
  return [draft === '' && !isTouched ? known : draft, set]
}

function unusual(
  known: { readonly account: string; readonly endpoint: string } | undefined,
): string {
  const usual = `https://${known?.account}.blob.core.windows.net/`
  return known === undefined || known.endpoint === usual ? '' : known.endpoint
}
