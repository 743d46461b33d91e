import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useId, type KeyboardEvent, type ReactNode } from 'react'
import { TEXT_WIDTH } from '../../measures.ts'
import { setup as words } from '../../strings/setup.ts'
import { useSetup } from './setup.tsx'
import { StepHeading } from './step-heading.tsx'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalL,
    minWidth: 0,
    maxWidth: TEXT_WIDTH,
  },
  head: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS },
  text: { color: tokens.colorNeutralForeground2 },
  buttons: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    paddingTop: tokens.spacingVerticalM,
    borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
  },
  primary: { marginLeft: 'auto' },
})

export interface StepFrameProps {
  readonly title: string
  readonly text: string
  /** What the step is for; Enter does it too. */
  readonly primary: Primary
  readonly children?: ReactNode
}

interface Primary {
  readonly label: string
  readonly onClick: () => void
  /** Under way. */
  readonly busy?: boolean
  readonly disabled?: boolean
}

/** A step: its heading, which gets the focus, what is to be done, and the ways on. */
export function StepFrame({ title, text, primary, children }: StepFrameProps) {
  const styles = useStyles()
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className={styles.root}
      onKeyDown={(event) => isForPrimary(event) && act(primary, event)}
    >
      <div className={styles.head}>
        <StepHeading id={id} title={title} />
        <Text className={styles.text}>{text}</Text>
      </div>
      {children}
      <Buttons primary={primary} />
    </section>
  )
}

function Buttons({
  primary: { label, onClick, busy = false, disabled = false },
}: {
  readonly primary: Primary
}) {
  const styles = useStyles()
  const { hasBefore, back, skip } = useSetup()
  return (
    <div className={styles.buttons}>
      {hasBefore && <Button onClick={back}>{words.back}</Button>}
      <Button appearance="subtle" onClick={skip}>
        {words.skip}
      </Button>
      <Button
        appearance="primary"
        className={styles.primary}
        disabledFocusable={busy || disabled}
        onClick={onClick}
      >
        {label}
      </Button>
    </div>
  )
}

function act({ onClick, busy, disabled }: Primary, event: KeyboardEvent): void {
  event.preventDefault()
  if (!busy && !disabled) onClick()
}

/** Fields and the heading; what has an Enter of its own keeps it. */
function isForPrimary({ key, target, defaultPrevented, nativeEvent }: KeyboardEvent): boolean {
  if (key !== 'Enter' || defaultPrevented || nativeEvent.isComposing) return false
  if (
    !(target instanceof HTMLElement) ||
    target.closest('form,[role="dialog"],[role="alertdialog"]')
  ) {
    return false
  }
  const isField = target instanceof HTMLInputElement && target.getAttribute('role') !== 'combobox'
  return isField || target instanceof HTMLHeadingElement
}
