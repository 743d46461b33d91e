import type { CareDeed, CareWatcher } from '../collect/care-watcher.ts'
import type { Collected } from '../collect/collected.ts'
import { DEFINITIONS } from './definitions.ts'
import { createAsked, createCounted, type Sample, type Series } from './series.ts'

interface Round {
  /** In milliseconds since 1970. */
  readonly endedAt: number
  readonly seconds: number
  readonly isDone: boolean
}

/** How space is freed, whoever has it done; what only looks counts as nothing. */
export function collectionSeries(): CareWatcher & { readonly series: readonly Series[] } {
  const runs = createCounted(DEFINITIONS.gcRuns)
  const freed = createCounted(DEFINITIONS.gcFreed)
  const removed = createCounted(DEFINITIONS.gcRemoved)
  let last: Round | undefined
  let lastDone: Collected | undefined

  function end({ started }: CareDeed, outcome: 'ok' | 'failed' | 'stopped'): void {
    const seconds = (performance.now() - started) / 1_000
    last = { endedAt: Date.now(), seconds, isDone: outcome === 'ok' }
    runs.add(1, outcome)
  }

  const ofLast = (value: (round: Round) => number) => (): readonly Sample[] =>
    last ? [[[], value(last)]] : []

  return {
    series: [
      runs,
      freed,
      removed,
      createAsked(
        DEFINITIONS.gcLastRun,
        ofLast(({ endedAt }) => endedAt / 1_000),
      ),
      createAsked(
        DEFINITIONS.gcLastSuccess,
        ofLast(({ isDone }) => Number(isDone)),
      ),
      createAsked(
        DEFINITIONS.gcLastDuration,
        ofLast(({ seconds }) => seconds),
      ),
      createAsked(DEFINITIONS.gcLastFreed, () => (lastDone ? [[[], lastDone.removed.bytes]] : [])),
      createAsked(DEFINITIONS.gcLastRemoved, () => (lastDone ? samplesOf(lastDone) : [])),
    ],
    collected(deed, done) {
      if (deed.dryRun) return
      lastDone = done
      end(deed, 'ok')
      freed.add(done.removed.bytes)
      for (const [labels, count] of samplesOf(done)) removed.add(count, ...labels)
    },
    failed(deed, _error, isStopped) {
      if (deed.task !== 'collect' || deed.dryRun) return
      end(deed, isStopped ? 'stopped' : 'failed')
    },
  }
}

function samplesOf({ removed: { manifests, links, blobs } }: Collected): readonly Sample[] {
  return [
    [['manifests'], manifests],
    [['links'], links],
    [['blobs'], blobs],
  ]
}
