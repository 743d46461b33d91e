import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { strings } from '../strings.ts'

export interface FailureProps {
  /** What did not work. */
  readonly title?: string
  /** Why, as far as known. */
  readonly error: { readonly message: string }
  /** The next step, as a button. */
  readonly onRetry?: () => void
  /** Buttons beside or instead of it. */
  readonly actions?: ReactNode
}

/** What happened, why, and what to do next; stays until it is mended. */
export function Failure({ title, error, onRetry, actions }: FailureProps) {
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{title ?? strings.parts.loadFailed}</MessageBarTitle> {error.message}
      </MessageBarBody>
      {(onRetry || actions) && (
        <MessageBarActions>
          {onRetry && <Button onClick={onRetry}>{strings.parts.retry}</Button>}
          {actions}
        </MessageBarActions>
      )}
    </MessageBar>
  )
}
