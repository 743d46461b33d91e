import { Button, Tooltip, useRestoreFocusTarget } from '@fluentui/react-components'
import { useState, type ReactElement } from 'react'

export interface ExplainedButtonProps {
  /** Why it cannot be pressed; absent when it can. */
  readonly because: string | undefined
  readonly icon: ReactElement
  readonly onClick: () => void
  readonly children: string
}

/**
 * A button that, where it does nothing, can still be reached to learn why. It stays the same element
 * when that changes, so it does not lose the focus.
 */
export function ExplainedButton({ because, icon, onClick, children }: ExplainedButtonProps) {
  const [wanted, setWanted] = useState(false)
  // A dialog that it opened gives the focus back to it.
  const target = useRestoreFocusTarget()
  const explained = because !== undefined
  return (
    <Tooltip
      content={because ?? ''}
      relationship={explained ? 'description' : 'inaccessible'}
      visible={explained && wanted}
      onVisibleChange={(_, { visible }) => setWanted(visible)}
    >
      <Button {...target} icon={icon} disabledFocusable={explained} onClick={onClick}>
        {children}
      </Button>
    </Tooltip>
  )
}
