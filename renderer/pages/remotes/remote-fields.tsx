import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components'
import type { RemoteKind } from '../../../server/control/remotes-contract.ts'
import { remotes as words } from '../../strings/remotes.ts'
import type { RemoteDraft } from './remote-draft.ts'

export interface RemoteFieldsProps {
  readonly draft: RemoteDraft
  readonly onChange: (changes: Partial<RemoteDraft>) => void
  /** What the host did not take. */
  readonly error: { readonly field?: string | undefined; readonly message: string } | null
  /** There is a secret already, which counts as long as no other is entered. */
  readonly isKept?: boolean
}

/** Where a registry is, and how to log in there. */
export function RemoteFields({ draft, onChange, error, isKept = false }: RemoteFieldsProps) {
  const { url, kind, user } = draft
  return (
    <>
      <Field
        label={words.fields.url}
        hint={words.fields.urlHint}
        required
        {...faultOf(error, 'url')}
      >
        <Input
          value={url}
          autoComplete="off"
          spellCheck={false}
          onChange={(_, data) => onChange({ url: data.value })}
        />
      </Field>
      <Field label={words.fields.kind}>
        <RadioGroup
          layout="horizontal"
          value={kind}
          onChange={(_, data) => onChange({ kind: data.value as RemoteKind, secret: '' })}
        >
          {KINDS.map((one) => (
            <Radio key={one} value={one} label={words.kinds[one]} />
          ))}
        </RadioGroup>
      </Field>
      {kind === 'password' && (
        <Field label={words.fields.user} required {...faultOf(error, 'user')}>
          <Input
            value={user}
            autoComplete="off"
            spellCheck={false}
            onChange={(_, data) => onChange({ user: data.value })}
          />
        </Field>
      )}
      {kind !== 'none' && (
        <SecretField draft={draft} onChange={onChange} error={error} isKept={isKept} />
      )}
    </>
  )
}

const KINDS: readonly RemoteKind[] = ['password', 'token', 'none']

/** It can be written, and never read. */
function SecretField({ draft: { kind, secret }, onChange, error, isKept }: RemoteFieldsProps) {
  return (
    <Field
      label={kind === 'token' ? words.fields.token : words.fields.password}
      required={!isKept}
      {...(kind === 'token' && { hint: words.fields.tokenHint })}
      {...faultOf(error, 'secret')}
    >
      <Input
        type="password"
        value={secret}
        autoComplete="new-password"
        {...(isKept && { placeholder: words.fields.kept })}
        onChange={(_, data) => onChange({ secret: data.value })}
      />
    </Field>
  )
}

function faultOf(error: RemoteFieldsProps['error'], field: string) {
  if (error?.field !== field) return {}
  return { validationState: 'error', validationMessage: error.message } as const
}
