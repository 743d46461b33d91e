import type { SyncRun } from '../../../server/control/sync-run-contract.ts'
import { Fact, FactStrip } from '../../components/fact-strip.tsx'
import { Size } from '../../components/size.tsx'
import { When } from '../../components/when.tsx'
import { count, duration } from '../../format.ts'
import { syncRuns } from '../../strings/sync-runs.ts'
import { StateText } from '../remotes/state-text.tsx'
import { runState } from './run-state.ts'

const words = syncRuns.facts

/** What a run is, and what it has moved so far. */
export function RunFacts({ run }: { readonly run: SyncRun }) {
  const { startedAt, endedAt, cause, direction, remote, progress, failed, conflicts } = run
  return (
    <FactStrip label={words.label}>
      <Fact name={words.state}>
        <StateText state={runState(run)} />
      </Fact>
      <Fact name={words.direction}>{words[direction](remote)}</Fact>
      <Fact name={words.cause}>{syncRuns.history.causes[cause]}</Fact>
      <Fact name={words.started}>
        <When at={startedAt} />
      </Fact>
      {endedAt !== undefined && (
        <Fact name={words.took}>{duration((endedAt - startedAt) / 1000)}</Fact>
      )}
      {progress && <Moved progress={progress} />}
      {failed > 0 && <Fact name={words.failed}>{count(failed)}</Fact>}
      {conflicts > 0 && <Fact name={words.conflicts}>{count(conflicts)}</Fact>}
    </FactStrip>
  )
}

interface MovedProps {
  readonly progress: NonNullable<SyncRun['progress']>
}

function Moved({ progress: { images, sentBytes, mountedBytes, resentBytes } }: MovedProps) {
  return (
    <>
      <Fact name={words.images}>{count(images.done - images.failed)}</Fact>
      <Fact name={words.sent}>
        <Size bytes={sentBytes} />
      </Fact>
      {mountedBytes > 0 && (
        <Fact name={words.mounted}>
          <Size bytes={mountedBytes} />
        </Fact>
      )}
      {resentBytes > 0 && (
        <Fact name={words.resent}>
          <Size bytes={resentBytes} />
        </Fact>
      )}
    </>
  )
}
