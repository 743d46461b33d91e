import { Button, makeStyles, Select, tokens, Tooltip } from '@fluentui/react-components'
import { PauseRegular, PlayRegular } from '@fluentui/react-icons'
import type { LogLine } from '../../../server/control/logs-contract.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { strings } from '../../strings.ts'
import { LEVELS, linesText, type LogLevel } from './log-lines.ts'
import type { usePause } from './use-log.ts'

const words = strings.logs

const useStyles = makeStyles({
  // One line: the search gives way where there is little room.
  root: { display: 'flex', alignItems: 'center', minWidth: 0, gap: tokens.spacingHorizontalS },
  level: { flexShrink: 0, width: '11rem' },
})

export interface LogToolsProps {
  readonly level: LogLevel
  readonly onLevel: (level: LogLevel) => void
  readonly pause: ReturnType<typeof usePause>
  /** What the filters let through. */
  readonly shown: readonly LogLine[]
}

/** What to look at, whether it moves, and how to take it along. */
export function LogTools({ level, onLevel, pause, shown }: LogToolsProps) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <Select
        className={styles.level}
        aria-label={words.level}
        value={level}
        onChange={(_, { value }) => onLevel(LEVELS.find((known) => known === value) ?? 'debug')}
      >
        {LEVELS.map((known) => (
          <option key={known} value={known}>
            {words.levels[known]}
          </option>
        ))}
      </Select>
      <SearchField label={words.filter} word="text" />
      <PauseButton pause={pause} />
      <CopyButton text={linesText(shown)} thing={words.theseLines} size="medium" />
    </div>
  )
}

/** Paused, it says what is missed; else the icon alone is known to everybody. */
function PauseButton({ pause: { paused, missed, toggle } }: Pick<LogToolsProps, 'pause'>) {
  if (paused) {
    return (
      <Button icon={<PlayRegular />} onClick={toggle}>
        {missed > 0 ? words.resumeWith(missed) : words.resume}
      </Button>
    )
  }
  return (
    <Tooltip content={words.pause} relationship="label">
      <Button appearance="subtle" icon={<PauseRegular />} onClick={toggle} />
    </Tooltip>
  )
}
