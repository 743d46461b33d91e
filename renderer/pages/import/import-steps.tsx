import { Button } from '@fluentui/react-components'
import type { Import } from '../../../server/control/carry-contract.ts'
import { ByteProgress } from '../../components/byte-progress.tsx'
import { Empty } from '../../components/empty.tsx'
import { Failure } from '../../components/failure.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { useMethod } from '../../control.tsx'
import { importing as words } from '../../strings/import.ts'
import { FileButton } from './choose-file.tsx'
import { FoundImages } from './found-images.tsx'
import { LeftOut } from './left-out.tsx'
import { Step } from './step.tsx'
import { StoredImages } from './stored-images.tsx'

export interface ImportStepsProps {
  readonly id: string
  /** Another file was chosen. */
  readonly onFile: (file: File) => void
  readonly onStop: () => void
}

/** An import whose file the host has: read, choose, store, done. */
export function ImportSteps(props: ImportStepsProps) {
  const found = useMethod('imports.get', { id: props.id }, { unfinished: isUnderWay })
  if (found.error?.code === 'NOT_FOUND') {
    return (
      <Empty title={words.gone.title} text={words.gone.text}>
        <FileButton onFile={props.onFile}>{words.choose.another}</FileButton>
      </Empty>
    )
  }
  return (
    <Loaded of={found} failure={words.loadFailed}>
      {(now) => (
        <Step key={now.state}>
          <Now {...props} now={now} onStored={() => found.refetch()} />
        </Step>
      )}
    </Loaded>
  )
}

const isUnderWay = ({ state }: Import): boolean => state === 'reading' || state === 'storing'

interface NowProps extends ImportStepsProps {
  readonly now: Import
  /** Storing began. */
  readonly onStored: () => Promise<unknown>
}

function Now({ now, onFile, onStop, onStored }: NowProps) {
  const another = <FileButton onFile={onFile}>{words.choose.another}</FileButton>
  const { fileName, message } = now
  if (isUnderWay(now)) return <UnderWay now={now} onStop={onStop} />
  if (now.state === 'done') return <StoredImages now={now} actions={another} />
  if (now.images.length > 0) {
    return <FoundImages now={now} actions={another} onStored={onStored} />
  }
  if (now.state === 'failed') {
    const title = words.readFailed(fileName)
    return <Failure title={title} error={{ message: message ?? '' }} actions={another} />
  }
  return (
    <>
      <LeftOut message={message} />
      <Empty title={words.nothing.title(fileName)} text={words.nothing.text}>
        {another}
      </Empty>
    </>
  )
}

interface UnderWayProps {
  readonly now: Import
  readonly onStop: () => void
}

function UnderWay({ now, onStop }: UnderWayProps) {
  const { state, fileName, doneBytes, totalBytes } = now
  return (
    <>
      <ByteProgress
        title={state === 'reading' ? words.reading(fileName) : words.storing(fileName)}
        bytes={doneBytes}
        {...(totalBytes !== undefined && { totalBytes })}
      />
      <div>
        <Button onClick={onStop}>{words.stop}</Button>
      </div>
    </>
  )
}
