import { Button, Field, Input, makeStyles, tokens, Tooltip } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { AddRegular, DismissRegular } from '@fluentui/react-icons'
import { importing as words } from '../../strings/import.ts'
import type { NameFault } from './image-choice.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXS, minWidth: 0 },
  line: { display: 'flex', alignItems: 'start', columnGap: tokens.spacingHorizontalXS },
  field: { flexGrow: 1, minWidth: 0, maxWidth: '32rem' },
  input: { minWidth: 0 },
})

export interface NameFieldsProps {
  /** Of the image, from 1. */
  readonly number: number
  readonly names: readonly string[]
  readonly faults: readonly (NameFault | undefined)[]
  readonly disabled: boolean
  readonly onChange: (names: readonly string[]) => void
}

/** What an image is to be called: one name or several. */
export function NameFields({ number, names, faults, disabled, onChange }: NameFieldsProps) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      {names.map((name, at) => (
        // Names change as they are typed and never change places.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className={styles.line}>
          <Field className={styles.field} {...validation(name, faults[at])}>
            <Input
              className={styles.input}
              aria-label={words.found.name(number, at + 1)}
              placeholder={words.found.placeholder}
              autoComplete="off"
              spellCheck={false}
              value={name}
              disabled={disabled}
              onChange={(_, { value }) => onChange(names.with(at, value))}
            />
          </Field>
          {at === 0 ? (
            <IconButton
              label={words.found.addName}
              name={words.found.addNameTo(number)}
              icon={<AddRegular />}
              disabled={disabled || names.length >= MOST}
              onClick={() => onChange([...names, ''])}
            />
          ) : (
            <IconButton
              label={words.found.removeName(name)}
              icon={<DismissRegular />}
              disabled={disabled}
              onClick={() => onChange(names.toSpliced(at, 1))}
            />
          )}
        </div>
      ))}
    </div>
  )
}

/** Names of one image that a call takes, as the contract says. */
const MOST = 100

/** An empty field is no mistake yet. */
function validation(name: string, fault: NameFault | undefined) {
  if (name === '' || !fault) return {}
  return { validationState: 'error', validationMessage: words.fault(fault) } as const
}

interface IconButtonProps {
  readonly label: string
  /** What it is called where the label alone would not tell it from others. */
  readonly name?: string
  readonly icon: ReactElement
  readonly disabled: boolean
  readonly onClick: () => void
}

function IconButton({ label, name = label, icon, disabled, onClick }: IconButtonProps) {
  return (
    <Tooltip content={label} relationship="inaccessible">
      <Button
        appearance="subtle"
        aria-label={name}
        icon={icon}
        disabled={disabled}
        onClick={onClick}
      />
    </Tooltip>
  )
}
