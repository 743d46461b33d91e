import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { Failure } from '../../components/failure.tsx'
import { FORM_WIDTH } from '../../measures.ts'
import { remotes as words } from '../../strings/remotes.ts'
import { CheckResult } from './check-result.tsx'
import { isComplete } from './remote-draft.ts'
import { RemoteFields } from './remote-fields.tsx'
import type { RemoteForm as Form } from './use-remote-form.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  fields: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
    maxWidth: FORM_WIDTH,
  },
  test: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalM },
})

export interface RemoteFormProps {
  readonly form: Form
  readonly isKept?: boolean
  /** Further fields. */
  readonly children?: ReactNode
}

/** What is typed, the button that tries it, and what came of that. */
export function RemoteForm({ form, isKept = false, children }: RemoteFormProps) {
  const styles = useStyles()
  const { draft, change, fault, test, testing, check, failure } = form
  return (
    <div className={styles.root}>
      <div className={styles.fields}>
        <RemoteFields draft={draft} onChange={change} error={fault} isKept={isKept} />
        {children}
      </div>
      <div className={styles.test}>
        <Button disabledFocusable={testing || !isComplete(draft, isKept)} onClick={test}>
          {words.test}
        </Button>
        {testing && <Spinner size="tiny" label={words.testing} />}
      </div>
      <div aria-live="polite">
        {check && <CheckResult check={check} />}
        {failure && <Failure title={failure.title} error={failure.error} />}
      </div>
    </div>
  )
}
