import { Button, Field, makeStyles, tokens } from '@fluentui/react-components'
import { SuggestBox } from '../components/suggest-box.tsx'
import { storage as words } from '../strings/storage.ts'
import { sentence } from './paste-field.tsx'
import type { AzureForm } from './use-azure-form.ts'
import { useSecretCall } from './use-secret-call.ts'

const useStyles = makeStyles({
  line: { display: 'flex', columnGap: tokens.spacingHorizontalS, minWidth: 0 },
  box: { minWidth: 0, flexGrow: 1 },
  input: { minWidth: 0, width: '100%' },
  button: { flexShrink: 0 },
})

const { azure } = words

/** The container, typed or chosen from those that the account has. */
export function ContainerField({
  form,
  error,
}: {
  readonly form: AzureForm
  readonly error: string | undefined
}) {
  const styles = useStyles()
  const list = useSecretCall('storage.containers')
  const names = list.output?.names ?? []
  const fitting = names.filter((name) => name.includes(form.container) && name !== form.container)
  const show = () => {
    const { account, endpoint, secret, use, container } = form.input()
    void list.run({
      account,
      ...(endpoint !== undefined && { endpoint }),
      ...(secret !== undefined && { secret }),
      ...(use !== undefined && { use }),
      ...(use === 'kept' && { container }),
    })
  }
  return (
    <Field label={azure.container} {...told(list, error)}>
      {(field) => (
        <div className={styles.line}>
          <SuggestBox
            {...field}
            className={styles.box}
            input={{ className: styles.input }}
            value={form.container}
            suggestions={fitting.length > 0 ? fitting : names}
            onChange={(value) => form.set('container', value)}
            onPick={(value) => form.set('container', value)}
          />
          <Button
            className={styles.button}
            disabledFocusable={!form.hasAccount || list.busy}
            onClick={show}
          >
            {azure.list}
          </Button>
        </div>
      )}
    </Field>
  )
}

function told(
  { output, error: failed }: ReturnType<typeof useSecretCall<'storage.containers'>>,
  error: string | undefined,
) {
  if (error !== undefined) return { validationMessage: error }
  if (failed) {
    const message = `${azure.listFailed}: ${sentence(failed.message)}`
    return { validationState: 'warning', validationMessage: message } as const
  }
  return { hint: output ? azure.listed(output.names.length, output.more) : azure.containerHint }
}
