import { counted } from '../format.ts'

/** Syncs under way, at the foot of every page. */
export const liveSync = {
  syncing: (remote: string) => `Syncing with ${remote}`,
  comparing: (remote: string) => `Comparing with ${remote}`,
  paused: (remote: string) => `The sync with ${remote} is paused`,
  several: (runs: number) => counted(runs, 'sync', 'syncs'),
} as const
