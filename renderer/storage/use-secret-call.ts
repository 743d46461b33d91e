import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { Input, MethodName, Output } from '../../server/control/contract.ts'
import { useControl } from '../control.tsx'
import { takeEffect } from '../effects.ts'
import type { ControlError } from '../transport.ts'

/** How a call stands. */
export interface SecretCall<M extends MethodName> {
  readonly busy: boolean
  readonly error: ControlError | undefined
  readonly output: Output<M> | undefined
  /** Undefined when it failed, or another was begun meanwhile. */
  run(input: Input<M>): Promise<{ readonly output: Output<M> } | undefined>
  /** As if it had never been called; an answer on its way does not count. */
  clear(): void
}

/** A method that takes a secret: its input is not kept, as that of other actions is for a while. */
export function useSecretCall<M extends MethodName>(method: M): SecretCall<M> {
  const control = useControl()
  const client = useQueryClient()
  const latest = useRef(0)
  const [state, setState] = useState<Pick<SecretCall<M>, 'busy' | 'error' | 'output'>>(IDLE)
  const clear = useCallback(() => {
    latest.current++
    setState(IDLE)
  }, [])
  const run = useCallback(
    async (input: Input<M>) => {
      const mine = ++latest.current
      setState((before) => ({ ...before, busy: true, error: undefined }))
      const end = (next: Pick<SecretCall<M>, 'error' | 'output'>): void => {
        if (mine === latest.current) setState({ busy: false, ...next })
      }
      try {
        const output = await control.call(method, input)
        takeEffect(client, method, output)
        end({ output, error: undefined })
        return mine === latest.current ? { output } : undefined
      } catch (error) {
        end({ error: error as ControlError, output: undefined })
        return undefined
      }
    },
    [control, client, method],
  )
  return { ...state, run, clear }
}

const IDLE = { busy: false, error: undefined, output: undefined } as const
