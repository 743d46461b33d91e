import type { Phase } from './client.ts'
import type { Random } from './random.ts'

/** When a life of the server ends, after the load began. */
export type KillPlan =
  | { readonly kind: 'time'; readonly milliseconds: number }
  | {
      readonly kind: 'phase'
      readonly phase: Phase
      /** The how-many-th request of the phase is hit. */
      readonly nth: number
      readonly milliseconds: number
      /** After so many the phase is not waited for any longer. */
      readonly patience: number
    }

const phases: readonly Phase[] = [
  'start',
  'append',
  'commit',
  'commit',
  'manifest',
  'manifest',
  'delete',
]
const latest = 400
const patience = 1500

/**
 * Half of the kills come at any time, half soon after a request of a chosen phase went out. `slowness`
 * is how many times as long as on disk a request takes, so that as many are done before the kill.
 */
export function planKill(random: Random, slowness: number): KillPlan {
  if (random.chance(0.5)) {
    return { kind: 'time', milliseconds: random.between(0, latest * slowness) }
  }
  return {
    kind: 'phase',
    phase: random.pick(phases),
    nth: random.between(1, 8),
    milliseconds: random.fraction() * 6 * slowness,
    patience: patience * slowness,
  }
}

/** Says for whom the kill is meant, for the line of a failure. */
export function describePlan(plan: KillPlan): string {
  const delay = `${plan.milliseconds.toFixed(1)} ms`
  return plan.kind === 'time' ? `after ${delay}` : `${delay} after ${plan.phase} ${plan.nth}`
}

/** Counts requests and fires when the plan says so, or when its phase does not come at all. */
export function trigger(
  plan: KillPlan,
  fire: () => void,
): { start(): void; sent(phase: Phase): void } {
  let left = plan.kind === 'phase' ? plan.nth : 0
  const arm = () => void setTimeout(fire, plan.milliseconds)
  return {
    start: () => {
      if (plan.kind === 'time') arm()
      else setTimeout(fire, plan.patience)
    },
    sent: (phase) => {
      if (plan.kind === 'phase' && phase === plan.phase && --left === 0) arm()
    },
  }
}
