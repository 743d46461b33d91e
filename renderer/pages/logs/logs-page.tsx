import { Button } from '@fluentui/react-components'
import { Loaded } from '../../components/loaded.tsx'
import { Empty } from '../../components/empty.tsx'
import { Page } from '../../components/page.tsx'
import { useQueryWord } from '../../router.ts'
import { strings } from '../../strings.ts'
import { LEVELS, filtered, type LogLevel } from './log-lines.ts'
import { LogList } from './log-list.tsx'
import { LogTools } from './log-tools.tsx'
import { useLog, usePause } from './use-log.ts'

const words = strings.logs

/** What the registry logs, as it happens. */
export default function LogsPage() {
  const log = useLog()
  const pause = usePause(log.data ?? [])
  const [text, setText] = useQueryWord('text')
  const [level, setLevel] = useLevel()
  const shown = filtered(pause.lines, level, text)
  const showAll = () => {
    setText('')
    setLevel('debug')
  }
  return (
    <Page
      title={words.title}
      fill
      actions={<LogTools level={level} onLevel={setLevel} pause={pause} shown={shown} />}
    >
      <Loaded of={log} lines={8}>
        {(lines) =>
          shown.length > 0 ? (
            <LogList lines={shown} still={pause.paused} />
          ) : (
            <Nothing empty={lines.length === 0} onShowAll={showAll} />
          )
        }
      </Loaded>
    </Page>
  )
}

interface NothingProps {
  /** There are no lines at all, whatever the filter. */
  readonly empty: boolean
  readonly onShowAll: () => void
}

function Nothing({ empty, onShowAll }: NothingProps) {
  if (empty) return <Empty title={words.emptyTitle} text={words.emptyText} />
  return (
    <Empty title={words.noneFound}>
      <Button onClick={onShowAll}>{words.clearFilter}</Button>
    </Empty>
  )
}

/** Everything, unless the address says less. */
function useLevel(): [LogLevel, (level: LogLevel) => void] {
  const [word, setWord] = useQueryWord('level')
  return [
    LEVELS.find((level) => level === word) ?? 'debug',
    (level) => setWord(level === 'debug' ? '' : level),
  ]
}
