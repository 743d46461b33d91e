import type { Setting } from '../../../server/control/settings-contract.ts'
import { useAction } from '../../control.tsx'

/** Changing one setting: what was wrong with the last try, and whether one is under way. */
export function useSetting({ key }: Setting) {
  const { mutate, reset, error, isPending } = useAction('settings.change')
  return {
    problem: error?.message,
    isPending,
    /** Without a value: its default. */
    change: (value?: string) => mutate({ changes: [{ key, value }] }),
    /** Forgets what was wrong. */
    reset,
  }
}
