import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Text,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { AccessRule, AccessRules } from '../../../server/control/people-contract.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Section } from '../../components/section.tsx'
import { useMethod } from '../../control.tsx'
import { TEXT_WIDTH } from '../../measures.ts'
import { people } from '../../strings/people.ts'
import { Pending } from './pending.tsx'
import { RuleDialog } from './rule-dialog.tsx'
import { RuleList } from './rule-list.tsx'
import { TryAccess } from './try-access.tsx'

const words = people.access

const useStyles = makeStyles({
  text: { maxWidth: TEXT_WIDTH, color: tokens.colorNeutralForeground2 },
})

/** Who may pull, push and delete what. */
export function AccessSection() {
  const answer = useMethod('access.get', undefined)
  const { data } = answer
  return (
    <Section
      title={words.title}
      actions={data && !data.fixedBy && <AddButton rules={data.rules ?? []} />}
    >
      <Loaded of={answer} failure={words.loadFailed}>
        {(access) => <Rules access={access} />}
      </Loaded>
    </Section>
  )
}

function AddButton({ rules }: { readonly rules: readonly AccessRule[] }) {
  const [open, setOpen] = useState(false)
  const target = useRestoreFocusTarget()
  return (
    <>
      <Button {...target} icon={<AddRegular />} onClick={() => setOpen(true)}>
        {words.add}
      </Button>
      {open && <RuleDialog rules={rules} onClose={() => setOpen(false)} />}
    </>
  )
}

function Rules({ access }: { readonly access: AccessRules }) {
  const { rules, fixedBy, isPending } = access
  const styles = useStyles()
  return (
    <>
      {fixedBy !== undefined && <FixedBy by={fixedBy} />}
      {isPending && <Pending title={words.pendingTitle} text={words.pendingText} />}
      <Text className={styles.text}>{rules ? words.text : words.openText}</Text>
      {rules && <RuleList rules={rules} fixed={fixedBy !== undefined} />}
      <TryAccess />
    </>
  )
}

function FixedBy({ by }: { readonly by: string }) {
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{words.fixedTitle}</MessageBarTitle> {words.fixedText(by)}
      </MessageBarBody>
    </MessageBar>
  )
}
