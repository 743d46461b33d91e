import type { History, PastDeed, Search } from './history.ts'
import { createTransfers, type Transfer } from './transfers.ts'
import { createVisits, type Deed } from './visits.ts'
import type { Witness } from './witness.ts'

/** What moves through the registry now, and what has. */
export interface Traffic extends Witness {
  transfers(): readonly Transfer[]
  /** The newest first. */
  history(search: Search): readonly PastDeed[]
  /** Adds what was done otherwise than by a request of a client. */
  record(deed: Omit<Deed, 'at'>): void
  close(): void
}

export interface TrafficListener {
  /** Something moves, or nothing does any more: a few times a second at most. */
  onTransfers(): void
  onDeed(deed: PastDeed): void
}

export function createTraffic(history: History, listener: TrafficListener): Traffic {
  const transfers = createTransfers(listener.onTransfers)
  const add = (deed: Deed): void => listener.onDeed(history.add(deed))
  const visits = createVisits(add)
  return {
    begin(moving) {
      const ends = [transfers.begin(moving), visits.begin(moving)]
      return () => ends.forEach((end) => end())
    },
    tell: visits.tell,
    transfers: transfers.list,
    history: history.list,
    record: (deed) => add({ at: Date.now(), ...deed }),
    close() {
      transfers.stop()
      visits.settle()
      history.close()
    },
  }
}
