import { Combobox, Option, type ComboboxProps } from '@fluentui/react-components'
import { useDeferredValue, useRef, useState, type KeyboardEvent } from 'react'
import { useMethod } from '../../control.tsx'

/** Repositories that are offered at once. */
const MOST = 8

export interface RepositoryFieldProps extends Omit<ComboboxProps, 'value' | 'onChange'> {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** The name of a repository: what fits of those that exist is offered, any other can be typed. */
export function RepositoryField({ value, onChange, ...field }: RepositoryFieldProps) {
  const search = useDeferredValue(value.trim())
  const found = useMethod(
    'repositories.list',
    { ...(search !== '' && { search }), sort: 'name', offset: 0, limit: MOST },
    { keep: true },
  ).data
  const names = (found?.items ?? []).map(({ name }) => name).filter((name) => name !== value)
  const [open, setOpen] = useState(false)
  const walked = useRef(false)
  // Fluent takes what begins alike for chosen; here an option counts only once somebody has gone to it.
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (event.key.startsWith('Arrow')) walked.current = true
    if (walked.current || (event.key !== 'Enter' && event.key !== 'Tab')) return
    event.stopPropagation()
    setOpen(false)
  }
  return (
    <div style={{ display: 'contents' }} onKeyDownCapture={onKeyDownCapture}>
      <Combobox
        {...field}
        freeform
        inlinePopup
        open={open && names.length > 0}
        value={value}
        selectedOptions={[]}
        autoComplete="off"
        spellCheck={false}
        onOpenChange={(_, next) => setOpen(next.open)}
        onChange={({ target }) => {
          walked.current = false
          onChange(target.value)
        }}
        onOptionSelect={(_, { optionValue }) => {
          walked.current = false
          onChange(optionValue ?? '')
        }}
      >
        {names.map((name) => (
          <Option key={name}>{name}</Option>
        ))}
      </Combobox>
    </div>
  )
}
