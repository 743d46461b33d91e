import type { RegistryStatus } from '../../server/control/registry-contract.ts'
import type { Connection } from '../transport.ts'

/** One word for how things stand: what the registry said last counts only while it can be heard. */
export type ShownState = RegistryStatus['state'] | 'offline' | 'connecting'

export function stateShown(
  connection: Connection,
  state: RegistryStatus['state'] | undefined,
): ShownState {
  if (connection === 'offline') return 'offline'
  return state ?? 'connecting'
}
