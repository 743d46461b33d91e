import { makeStyles, mergeClasses, Spinner, Text, tokens } from '@fluentui/react-components'
import {
  CheckmarkCircleRegular,
  ErrorCircleRegular,
  InfoRegular,
  type FluentIcon,
} from '@fluentui/react-icons'
import type { DoctorFinding, DoctorResult } from '../../../server/control/doctor-contract.ts'
import { Failure } from '../../components/failure.tsx'
import { doctor as words } from '../../strings/doctor.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalM} 0`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
  },
  finding: { display: 'flex', columnGap: tokens.spacingHorizontalS, minWidth: 0 },
  icon: { flexShrink: 0, fontSize: tokens.fontSizeBase500 },
  ok: { color: tokens.colorStatusSuccessForeground1 },
  note: { color: tokens.colorNeutralForeground3 },
  problem: { color: tokens.colorStatusDangerForeground1 },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  todo: { color: tokens.colorNeutralForeground2, whiteSpace: 'pre-wrap' },
})

const ICONS: Readonly<Record<DoctorFinding['state'], FluentIcon>> = {
  ok: CheckmarkCircleRegular,
  note: InfoRegular,
  problem: ErrorCircleRegular,
}

export interface CheckViewProps {
  readonly title: string
  readonly answer:
    | {
        readonly data: DoctorResult | undefined
        readonly error: Error | null
        readonly isFetching: boolean
      }
    | undefined
}

/** One check: under way, or what it found. */
export function CheckView({ title, answer }: CheckViewProps) {
  const styles = useStyles()
  const { data, error, isFetching = true } = answer ?? {}
  return (
    <li className={styles.root} aria-busy={isFetching}>
      <Text weight="semibold">{title}</Text>
      {isFetching && <Spinner size="tiny" labelPosition="after" label={words.running} />}
      {!isFetching && error && <Failure title={words.checkFailed} error={error} />}
      {!isFetching &&
        data?.findings.map((finding) => <Finding key={finding.text} finding={finding} />)}
    </li>
  )
}

function Finding({ finding: { state, text, todo } }: { readonly finding: DoctorFinding }) {
  const styles = useStyles()
  const Icon = ICONS[state]
  return (
    <div className={styles.finding}>
      <Icon
        role="img"
        aria-label={words.states[state]}
        className={mergeClasses(styles.icon, styles[state])}
      />
      <div className={styles.words}>
        <Text>{text}</Text>
        {todo !== undefined && <Text className={styles.todo}>{todo}</Text>}
      </div>
    </div>
  )
}
