import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Button,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Radio,
  RadioGroup,
  tokens,
} from '@fluentui/react-components'
import type { StorageView } from '../../server/control/storage-contract.ts'
import { storage as words } from '../strings/storage.ts'
import { ContainerField } from './container-field.tsx'
import { PasteField } from './paste-field.tsx'
import { SignInPanel } from './sign-in-panel.tsx'
import { TestOutcome } from './test-outcome.tsx'
import type { AzureForm } from './use-azure-form.ts'
import type { AzureTest } from './use-azure-test.ts'

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
  panel: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
    margin: `${tokens.spacingVerticalS} 0`,
  },
  test: { alignSelf: 'flex-start' },
})

export interface AzureChoiceProps {
  readonly view: StorageView
  readonly form: AzureForm
  readonly test: AzureTest
}

const { azure } = words

/** A container: what opens it, where it is, and whether that works. */
export function AzureChoice({ view, form, test }: AzureChoiceProps) {
  const styles = useStyles()
  return (
    <div className={styles.fields}>
      <HowField view={view} form={form} />
      {form.how === 'secret' && <SecretField view={view} form={form} />}
      {form.how === 'sign-in' && <SignInPanel />}
      <Field label={azure.account} validationMessage={test.fieldError('account') ?? null}>
        <Input
          value={form.account}
          spellCheck={false}
          autoComplete="off"
          onChange={(_, { value }) => form.set('account', value)}
        />
      </Field>
      <ContainerField form={form} error={test.fieldError('container')} />
      <OtherFields form={form} error={test.fieldError('endpoint')} />
      <Button
        className={styles.test}
        disabledFocusable={test.busy || !form.isComplete}
        onClick={test.run}
      >
        {azure.test}
      </Button>
      <div aria-live="polite">
        <TestOutcome
          busy={test.busy}
          test={test.outcome}
          error={test.error}
          create={{ label: azure.create(form.container), run: test.create }}
        />
      </div>
    </div>
  )
}

function HowField({ view, form }: Omit<AzureChoiceProps, 'test'>) {
  const hasKept = view.credentials.some(
    ({ account, container }) => account === form.account && container === form.container,
  )
  const hows = (['secret', 'kept', 'sign-in', 'machine'] as const).filter(
    (how) => how !== 'kept' || hasKept || form.how === 'kept',
  )
  return (
    <Field label={azure.how} {...(form.how === 'machine' && { hint: azure.machineHint })}>
      <RadioGroup value={form.how} onChange={(_, { value }) => form.set('how', value)}>
        {hows.map((how) => (
          <Radio key={how} value={how} label={azure.hows[how]} />
        ))}
      </RadioGroup>
    </Field>
  )
}

function SecretField({ view, form }: Omit<AzureChoiceProps, 'test'>) {
  return (
    <>
      {view.keeps === 'memory' && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{azure.nowhere}</MessageBarTitle> {view.notices.join(' ')}
          </MessageBarBody>
        </MessageBar>
      )}
      <PasteField
        value={form.secret}
        hint={azure.keptHint[view.keeps]}
        onChange={(value) => form.set('secret', value)}
        onReading={form.take}
      />
    </>
  )
}

function OtherFields({
  form,
  error,
}: {
  readonly form: AzureForm
  readonly error: string | undefined
}) {
  const styles = useStyles()
  const isUsed = form.endpoint !== '' || form.root !== ''
  return (
    <Accordion collapsible defaultOpenItems={isUsed ? ['more'] : []}>
      <AccordionItem value="more">
        <AccordionHeader size="small">{azure.more}</AccordionHeader>
        <AccordionPanel className={styles.panel}>
          <Field
            label={azure.endpoint}
            hint={azure.endpointHint}
            {...(error !== undefined && { validationMessage: error })}
          >
            <Input
              value={form.endpoint}
              spellCheck={false}
              onChange={(_, { value }) => form.set('endpoint', value)}
            />
          </Field>
          <Field label={azure.root} hint={azure.rootHint}>
            <Input
              value={form.root}
              spellCheck={false}
              onChange={(_, { value }) => form.set('root', value)}
            />
          </Field>
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  )
}
