import { Button, Tooltip } from '@fluentui/react-components'
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import { strings } from '../strings.ts'
import { copyText } from './copy-text.ts'

/** How long the check mark stays, in milliseconds. */
const SHOWN = 2_000

export interface CopyButtonProps {
  readonly text: string
  /** What is copied, for the name of the button: “Copy the digest”. */
  readonly thing: string
  /** Shown beside the icon; without it the icon stands alone. */
  readonly label?: string
  readonly size?: 'small' | 'medium'
  readonly className?: string
}

type Outcome = 'copied' | 'copyFailed'

/** Copies a text, and says whether that worked. */
export function CopyButton({ text, thing, label, size = 'small', className }: CopyButtonProps) {
  const [outcome, copy] = useCopy(text)
  const name = outcome ? strings.parts[outcome] : strings.parts.copyThing(thing)
  return (
    <Tooltip content={name} relationship={label === undefined ? 'label' : 'description'}>
      <Button
        appearance="subtle"
        size={size}
        iconPosition="after"
        {...(className !== undefined && { className })}
        icon={outcome === 'copied' ? <CheckmarkRegular /> : <CopyRegular />}
        onClick={(event) => {
          event.stopPropagation()
          copy()
        }}
      >
        {label}
      </Button>
    </Tooltip>
  )
}

/** The outcome of the last copy for a moment, and the function that copies. */
export function useCopy(text: string): [Outcome | undefined, () => void] {
  const [outcome, setOutcome] = useState<Outcome>()
  useEffect(() => {
    if (!outcome) return undefined
    const timer = setTimeout(() => setOutcome(undefined), SHOWN)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = async () => setOutcome((await copyText(text)) ? 'copied' : 'copyFailed')
  return [outcome, () => void copy()]
}
