import { Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useEffectEvent } from 'react'
import type { PasteReading } from '../../server/control/storage-contract.ts'
import { useNow } from '../components/now.ts'
import { storage as words } from '../strings/storage.ts'
import { useSecretCall } from './use-secret-call.ts'
import { useSettled } from './use-settled.ts'

const useStyles = makeStyles({
  reading: { color: tokens.colorNeutralForeground2 },
  problem: { display: 'block', color: tokens.colorStatusDangerForeground1 },
})

export interface PasteFieldProps {
  readonly value: string
  readonly hint: string
  readonly onChange: (value: string) => void
  /** Told what was pasted. */
  readonly onReading?: (reading: PasteReading) => void
  readonly error?: string | undefined
}

/** One box for a key, a connection string or a SAS: the host says which it is, and takes it apart. */
export function PasteField({ value, hint, onChange, onReading, error }: PasteFieldProps) {
  const reading = useReading(value, onReading)
  const problems = [...(reading?.problems ?? []), ...(error === undefined ? [] : [error])]
  return (
    <Field
      label={words.azure.paste}
      hint={hint}
      {...((reading || error !== undefined) && {
        validationState: problems.length > 0 ? 'error' : 'success',
        validationMessage: <Told reading={reading} problems={problems} />,
      })}
    >
      <Input
        type="password"
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(_, data) => onChange(data.value)}
      />
    </Field>
  )
}

/** What the text is, as long as it is that text. */
function useReading(
  value: string,
  onReading: PasteFieldProps['onReading'],
): PasteReading | undefined {
  const { run, clear, output } = useSecretCall('storage.readPaste')
  const settled = useSettled(value)
  const tell = useEffectEvent((reading: PasteReading) => onReading?.(reading))
  useEffect(() => {
    if (settled.trim() === '') return clear()
    void run({ secret: settled }).then((answer) => answer && tell(answer.output))
    return undefined
  }, [settled, run, clear])
  return value.trim() === '' ? undefined : output
}

function Told(props: {
  readonly reading: PasteReading | undefined
  readonly problems: readonly string[]
}) {
  const styles = useStyles()
  const { reading, problems } = props
  return (
    <>
      {reading && <Recognised reading={reading} />}
      {problems.map((problem) => (
        <span key={problem} className={styles.problem}>
          {sentence(problem)}
        </span>
      ))}
    </>
  )
}

function Recognised({ reading }: { readonly reading: PasteReading }) {
  const styles = useStyles()
  const now = useNow()
  const { kind, account, container, permissions, expiresAt } = reading
  const parts = [
    words.reading.kinds[kind],
    account !== undefined && words.reading.of(account, container),
    permissions && permissions.length > 0 && words.reading.allows(permissions),
    // That it has ended is among the problems.
    expiresAt !== undefined && expiresAt > now && words.ends(expiresAt, now),
  ]
  return <span className={styles.reading}>{parts.filter(Boolean).join(' ')}</span>
}

/** The host's reasons begin small, to stand behind a colon. */
export const sentence = (text: string): string => {
  const whole = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(whole) ? whole : `${whole}.`
}
