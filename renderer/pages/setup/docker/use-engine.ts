import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { EngineCheck, RemedyKind } from '../../../../server/control/engines-contract.ts'
import { useControl } from '../../../control.tsx'
import { queryKey } from '../../../effects.ts'

/** What is known of an engine's way to the registry, and what can be done about it. */
export interface EngineState {
  readonly check: EngineCheck | undefined
  readonly error: { readonly message: string } | undefined
  readonly isBusy: boolean
  run(): void
  mend(remedy: RemedyKind): void
  unmend(): void
}

/** @param engine its id */
export function useEngine(engine: string): EngineState {
  const control = useControl()
  const client = useQueryClient()
  const [state, setState] = useState<Pick<EngineState, 'check' | 'error' | 'isBusy'>>({
    check: undefined,
    error: undefined,
    isBusy: false,
  })

  async function ask(asked: () => Promise<EngineCheck>): Promise<void> {
    setState(({ check }) => ({ check, error: undefined, isBusy: true }))
    try {
      const check = await asked()
      setState({ check, error: undefined, isBusy: false })
    } catch (error) {
      setState(({ check }) => ({ check, error: error as Error, isBusy: false }))
    }
    await client.invalidateQueries({ queryKey: queryKey('engines.list') })
  }

  return {
    ...state,
    run: () => void ask(() => control.call('engines.check', { engine })),
    mend: (remedy) => void ask(() => control.call('engines.mend', { engine, remedy })),
    unmend: () => void ask(() => control.call('engines.unmend', { engine })),
  }
}
