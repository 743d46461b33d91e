import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Text,
  tokens,
} from '@fluentui/react-components'
import type { StorageView } from '../../../server/control/storage-contract.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Section } from '../../components/section.tsx'
import { useAction, useCapability, useMethod } from '../../control.tsx'
import { TEXT_WIDTH } from '../../measures.ts'
import { navigate } from '../../router.ts'
import { storage } from '../../strings/storage.ts'
import { RestartButton } from '../settings/restart-button.tsx'
import { StoredCredentials } from './stored-credentials.tsx'

const words = storage.section

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  text: { maxWidth: TEXT_WIDTH, color: tokens.colorNeutralForeground2 },
})

/** What opens the container that holds the images. */
export function StorageSection() {
  const styles = useStyles()
  const canSet = useCapability('settings')
  const view = useMethod('storage.get', undefined, { enabled: canSet })
  if (!canSet) return null
  return (
    <Section title={words.title} actions={<ChoosePlace />}>
      <div className={styles.content}>
        <Text className={styles.text}>{words.text}</Text>
        <Loaded of={view}>{(known) => <Content view={known} />}</Loaded>
      </div>
    </Section>
  )
}

const open = () => navigate({ page: 'setup' })

/** The way to that step of set-up, wherever it was left. */
function ChoosePlace() {
  const { mutate, isPending } = useAction('setup.keep')
  return (
    <Button
      disabledFocusable={isPending}
      onClick={() => mutate({ step: 'storage' }, { onSettled: open })}
    >
      {words.choose}
    </Button>
  )
}

function Content({ view }: { readonly view: StorageView }) {
  const { credentials, chosen, needsRestart, inUse } = view
  return (
    <>
      {needsRestart && inUse && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{words.restart}</MessageBarBody>
          <RestartButton />
        </MessageBar>
      )}
      {credentials.length > 0 ? (
        <StoredCredentials credentials={credentials} />
      ) : (
        <Text>{chosen.kind === 'azure' ? words.noneAzure[chosen.credential] : words.none}</Text>
      )}
    </>
  )
}
