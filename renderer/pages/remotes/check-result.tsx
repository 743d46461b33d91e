import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import type { RemoteCheck } from '../../../server/control/remotes-contract.ts'
import { remotes as words } from '../../strings/remotes.ts'
import { TONES } from './remote-state.ts'

const INTENTS = { good: 'success', warning: 'warning', bad: 'error', plain: 'info' } as const

export interface CheckResultProps {
  readonly check: RemoteCheck
  /** Of the registry, where there are several. */
  readonly name?: string
}

/** What came of a test, and what to do about it. */
export function CheckResult({ check, name }: CheckResultProps) {
  const { outcome, message, hint, product } = check
  const title = words.outcomes[outcome]
  const sentences = [message, product && words.product(product), hint].filter(Boolean).map(ended)
  return (
    <MessageBar intent={INTENTS[TONES[outcome]]} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{name === undefined ? title : `${name}: ${title}`}</MessageBarTitle>{' '}
        {sentences.join(' ')}
      </MessageBarBody>
    </MessageBar>
  )
}

/** What registries say ends as it pleases. */
const ended = (text: unknown): string => String(text).replace(/[^.?:]$/, '$&.')
