import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import {
  CheckmarkCircleRegular,
  CircleRegular,
  RadioButtonFilled,
  SubtractCircleRegular,
} from '@fluentui/react-icons'
import type { StepEnd } from '../../../server/control/setup-contract.ts'
import { MEDIUM, STEP_LIST_WIDTH } from '../../measures.ts'
import { setup as words } from '../../strings/setup.ts'
import { STEPS, type StepName } from './steps.ts'

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 0,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    width: STEP_LIST_WIDTH,
    [MEDIUM]: {
      flexDirection: 'row',
      flexWrap: 'wrap',
      columnGap: tokens.spacingHorizontalM,
      width: 'auto',
    },
  },
  step: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    backgroundColor: 'transparent',
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    textAlign: 'left',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
    },
  },
  here: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
  },
  icon: { display: 'flex', flexShrink: 0, fontSize: tokens.fontSizeBase500 },
  end: { color: tokens.colorNeutralForeground3, fontWeight: tokens.fontWeightRegular },
})

export interface StepListProps {
  readonly passed: Readonly<Record<string, StepEnd>>
  /** The step that is shown; undefined after the last. */
  readonly here: StepName | undefined
  readonly onGo: (name: StepName) => void
}

/** All steps, how each ended, and the way to any of them. */
export function StepList({ passed, here, onGo }: StepListProps) {
  const styles = useStyles()
  return (
    <nav aria-label={words.steps}>
      <ol className={styles.list}>
        {STEPS.map(({ name }) => (
          <li key={name}>
            <button
              type="button"
              className={mergeClasses(styles.step, name === here && styles.here)}
              {...(name === here && { 'aria-current': 'step' })}
              onClick={() => onGo(name)}
            >
              <StepIcon end={passed[name]} isHere={name === here} />
              <span>
                {words.stepTitles[name]}
                {passed[name] && (
                  <span className={styles.end}> · {words.stepEnds[passed[name]]}</span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function StepIcon({
  end,
  isHere,
}: {
  readonly end: StepEnd | undefined
  readonly isHere: boolean
}) {
  const styles = useStyles()
  const Icon = isHere ? RadioButtonFilled : end ? ENDS[end] : CircleRegular
  return (
    <span className={styles.icon}>
      <Icon aria-hidden />
    </span>
  )
}

const ENDS = { done: CheckmarkCircleRegular, skipped: SubtractCircleRegular } as const
