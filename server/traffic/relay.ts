import type { RegistryEvent, Witness } from './witness.ts'

/** A witness that is there before anybody looks: it passes on what was told meanwhile. */
export interface Relay extends Witness {
  passTo(witness: Witness): void
}

/** Events kept until then; the first ones, of a start that takes seconds at most. */
const MOST = 1_000

export function createRelay(): Relay {
  const kept: RegistryEvent[] = []
  let next: Witness | undefined
  return {
    begin: (moving) => next?.begin(moving) ?? (() => {}),
    tell(event) {
      if (next) next.tell(event)
      else if (kept.length < MOST) kept.push(event)
    },
    passTo(witness) {
      next = witness
      for (const event of kept.splice(0)) witness.tell(event)
    },
  }
}
