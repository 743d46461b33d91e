import { useRef } from 'react'
import type { Input } from '../../../server/control/contract.ts'
import { useNotices } from '../../components/notices.tsx'
import { useAction } from '../../control.tsx'
import { setup as words } from '../../strings/setup.ts'

/** Has the host keep it; where it cannot, setting up goes on all the same, and says so once. */
export function useKeep(): (changes: Input<'setup.keep'>) => void {
  const { mutate } = useAction('setup.keep')
  const notices = useNotices()
  const isTold = useRef(false)
  const tell = (error: { readonly message: string }) => {
    if (!isTold.current) notices.failed(words.notKept, error)
    isTold.current = true
  }
  return (changes) => mutate(changes, { onError: tell })
}
