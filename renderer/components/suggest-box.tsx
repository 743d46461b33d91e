import { Combobox, Option, type ComboboxProps } from '@fluentui/react-components'
import { useRef, useState, type KeyboardEvent } from 'react'

export interface SuggestBoxProps extends Omit<ComboboxProps, 'value' | 'onChange'> {
  readonly value: string
  /** Anything may be typed; these fit what was typed so far. */
  readonly suggestions: readonly string[]
  readonly onChange: (value: string) => void
  /** A suggestion was chosen, or what was typed is meant: by Enter, or since somebody went on. */
  readonly onPick?: (value: string) => void
}

/** A name that is typed or chosen from those that there are. */
export function SuggestBox(props: SuggestBoxProps) {
  const { value, suggestions, onChange, onPick, ...field } = props
  const [open, setOpen] = useState(false)
  const walked = useRef(false)
  // Fluent takes what begins alike for chosen; here an option counts only once somebody has gone to it.
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (event.key.startsWith('Arrow')) walked.current = true
    if (walked.current || (event.key !== 'Enter' && event.key !== 'Tab')) return
    event.stopPropagation()
    setOpen(false)
    if (event.key === 'Enter') onPick?.(value)
  }
  return (
    <div style={{ display: 'contents' }} onKeyDownCapture={onKeyDownCapture}>
      <Combobox
        {...field}
        freeform
        inlinePopup
        open={open && suggestions.length > 0}
        value={value}
        selectedOptions={[]}
        autoComplete="off"
        spellCheck={false}
        onOpenChange={(_, next) => setOpen(next.open)}
        onChange={({ target }) => {
          walked.current = false
          onChange(target.value)
        }}
        onOptionSelect={(_, { optionValue = '' }) => {
          walked.current = false
          const take = onPick ?? onChange
          take(optionValue)
        }}
        onBlur={() => onPick?.(value)}
      >
        {suggestions.map((suggestion) => (
          <Option key={suggestion}>{suggestion}</Option>
        ))}
      </Combobox>
    </div>
  )
}
