import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Spinner,
} from '@fluentui/react-components'
import type { StorageTest } from '../../server/control/storage-contract.ts'
import { useNow } from '../components/now.ts'
import { storage as words } from '../strings/storage.ts'
import { sentence } from './paste-field.tsx'

export interface TestOutcomeProps {
  readonly busy: boolean
  readonly test: StorageTest | undefined
  /** What went wrong before anything could be tried. */
  readonly error: { readonly message: string } | undefined
  /** Makes the container, where it is missing. */
  readonly create: { readonly label: string; readonly run: () => void }
}

/** What came of a test, in plain words, with the next step. */
export function TestOutcome({ busy, test, error, create }: TestOutcomeProps) {
  if (busy) return <Spinner size="tiny" labelPosition="after" label={words.azure.testing} />
  if (error) return <Refused title={words.azure.fails} message={error.message} />
  if (!test) return null
  if (test.works) return <Works test={test} />
  const { why, message } = test
  return (
    <Refused title={words.azure.whys[why]} message={message}>
      {why === 'container-missing' && <Button onClick={create.run}>{create.label}</Button>}
    </Refused>
  )
}

function Works({ test }: { readonly test: Extract<StorageTest, { works: true }> }) {
  const now = useNow()
  const { holds, expiresAt } = test
  return (
    <MessageBar intent={holds === 'other' ? 'warning' : 'success'} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{words.azure.works}</MessageBarTitle> {words.azure.holds[holds]}{' '}
        {expiresAt !== undefined && words.ends(expiresAt, now)}
      </MessageBarBody>
    </MessageBar>
  )
}

interface RefusedProps {
  readonly title: string
  readonly message: string
  readonly children?: React.ReactNode
}

function Refused({ title, message, children }: RefusedProps) {
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{title}.</MessageBarTitle> {sentence(message)}
      </MessageBarBody>
      {children && <MessageBarActions>{children}</MessageBarActions>}
    </MessageBar>
  )
}
