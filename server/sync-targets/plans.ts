import { randomUUID } from 'node:crypto'
import type { SyncImage, SyncPlanView } from '../control/sync-plan-contract.ts'
import type { Plan } from '../sync/plan-contents.ts'
import { deletedShare } from '../sync/remove-tags.ts'
import { whyFailed } from '../sync/why-failed.ts'
import { showItem } from './views.ts'

/** Looks at what a sync would do, which goes on by itself. */
export interface Plans {
  start(
    target: string,
    direction: 'push' | 'pull',
    look: (
      signal: AbortSignal,
      onProgress: (repositories: number, images: number) => void,
    ) => Promise<Plan>,
  ): SyncPlanView
  get(id: string): SyncPlanView | undefined
  images(id: string): readonly SyncImage[] | undefined
  underWay(): readonly SyncPlanView[]
  forget(target: string): void
  close(): Promise<void>
}

interface Kept {
  view: SyncPlanView
  images: readonly SyncImage[]
  readonly stop: AbortController
  ended: Promise<void>
}

/** Plans are kept so long, in milliseconds. */
const LIFE = 3_600_000

export function createPlans(onChange: () => void): Plans {
  const plans = new Map<string, Kept>()

  function drop(isOld: (view: SyncPlanView) => boolean): void {
    for (const [id, { view, stop }] of plans) {
      if (!isOld(view)) continue
      stop.abort(new Error('a later plan takes its place'))
      plans.delete(id)
    }
  }

  function change(own: Kept, more: Partial<SyncPlanView>): void {
    own.view = { ...own.view, ...more }
    onChange()
  }

  async function look(own: Kept, plan: Promise<Plan>, direction: 'push' | 'pull'): Promise<void> {
    try {
      const { images, totals } = await plan
      own.images = images.map((image) => ({
        ...showItem(
          {
            ...image,
            from: image.from?.digest,
            to: image.to?.digest,
          } as Parameters<typeof showItem>[0],
          direction,
        ),
        ...(image.work && { bytes: bytesOf(image.work.blobs) }),
      }))
      change(own, { state: 'ready', totals, deletedShare: deletedShare(images) })
    } catch (error) {
      if (!own.stop.signal.aborted) change(own, { state: 'failed', message: whyFailed(error) })
    }
  }

  return {
    start(target, direction, begin) {
      drop((view) => view.target === target || Date.now() - view.at > LIFE)
      const id = randomUUID()
      const view = { id, target, state: 'looking', at: Date.now() } as const
      const stop = new AbortController()
      const own: Kept = {
        view: { ...view, repositories: 0, images: 0 },
        images: [],
        stop,
        ended: Promise.resolve(),
      }
      plans.set(id, own)
      const onProgress = (repositories: number, images: number): void =>
        change(own, { repositories, images })
      own.ended = look(own, begin(stop.signal, onProgress), direction)
      return own.view
    },
    get: (id) => plans.get(id)?.view,
    images: (id) => plans.get(id)?.images,
    underWay: () =>
      [...plans.values()].map(({ view }) => view).filter(({ state }) => state === 'looking'),
    forget: (target) => drop((view) => view.target === target),
    async close() {
      const all = [...plans.values()]
      drop(() => true)
      await Promise.all(all.map(({ ended }) => ended))
    },
  }
}

const bytesOf = (
  blobs: readonly { readonly descriptor: { readonly size: number }; readonly from?: unknown }[],
): number =>
  blobs.reduce((sum, { descriptor, from }) => sum + (from === undefined ? descriptor.size : 0), 0)
