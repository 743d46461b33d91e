import { Field, MessageBar, MessageBarBody, Radio, RadioGroup } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { StorageView } from '../../../server/control/storage-contract.ts'
import { Failure } from '../../components/failure.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { useCapability, useMethod } from '../../control.tsx'
import { AzureChoice } from '../../storage/azure-choice.tsx'
import { FolderChoice, useFolderLook } from '../../storage/folder-choice.tsx'
import { isFit } from '../../storage/folder-report.tsx'
import { useAzureForm } from '../../storage/use-azure-form.ts'
import { useAzureTest } from '../../storage/use-azure-test.ts'
import { useSecretCall } from '../../storage/use-secret-call.ts'
import { storage as words } from '../../strings/storage.ts'
import { useDraft, useSetup } from './setup.tsx'
import { StepFrame, type StepFrameProps } from './step-frame.tsx'

/** Where images live: a folder of this computer, or a container in Azure. */
export function StorageStep() {
  const canSet = useCapability('settings')
  const view = useMethod('storage.get', undefined, { enabled: canSet })
  if (!canSet) return <Decided why={words.elsewhere} />
  return (
    <Loaded of={view}>
      {(known) =>
        known.fixedBy === undefined ? (
          <Choice view={known} />
        ) : (
          <Decided why={words.fixedBy(known.fixedBy)} />
        )
      }
    </Loaded>
  )
}

/** There is nothing to choose here. */
function Decided({ why }: { readonly why: string }) {
  const { next } = useSetup()
  return (
    <StepFrame title={words.title} text={words.text} primary={{ label: words.next, onClick: next }}>
      <MessageBar layout="multiline">
        <MessageBarBody>{why}</MessageBarBody>
      </MessageBar>
    </StepFrame>
  )
}

interface Way {
  readonly primary: StepFrameProps['primary']
  readonly error: { readonly message: string } | undefined
  readonly content: ReactNode
}

function Choice({ view }: { readonly view: StorageView }) {
  const [drafted, setKind] = useDraft('storage.kind')
  const known = view.chosen.kind === 'azure' ? 'azure' : 'filesystem'
  const kind = drafted === 'azure' || drafted === 'filesystem' ? drafted : known
  const ways = { filesystem: useFolderWay(view), azure: useAzureWay(view) }
  const { primary, error, content } = ways[kind]
  return (
    <StepFrame title={words.title} text={words.text} primary={primary}>
      <Field label={words.kind}>
        <RadioGroup value={kind} onChange={(_, { value }) => setKind(value)}>
          <Radio value="filesystem" label={words.kinds.filesystem} />
          <Radio value="azure" label={words.kinds.azure} />
        </RadioGroup>
      </Field>
      {content}
      {error && <Failure title={words.notChosen} error={error} />}
    </StepFrame>
  )
}

function useFolderWay({ chosen }: StorageView): Way {
  const { next } = useSetup()
  const choose = useSecretCall('storage.chooseFolder')
  const [drafted, setFolder] = useDraft('storage.folder')
  const known = chosen.kind === 'filesystem' ? chosen.folder : ''
  const folder = drafted === '' ? known : drafted
  const { look, isOld } = useFolderLook(folder)
  async function use(): Promise<void> {
    if (folder.trim() === known) return next()
    const answer = await choose.run({ folder: folder.trim() })
    if (!answer) return
    next()
  }
  return {
    primary: {
      label: words.takeFolder,
      onClick: () => void use(),
      busy: choose.busy,
      disabled: look === undefined || isOld || !isFit(look),
    },
    error: choose.error,
    content: <FolderChoice value={folder} onChange={setFolder} />,
  }
}

function useAzureWay(view: StorageView): Way {
  const { next } = useSetup()
  const form = useAzureForm(view)
  const test = useAzureTest(form)
  const choose = useSecretCall('storage.chooseAzure')
  async function use(): Promise<void> {
    const answer = await choose.run(form.input())
    if (!answer) return
    form.set('secret', '')
    next()
  }
  return {
    primary: {
      label: words.takeContainer,
      onClick: () => void use(),
      busy: choose.busy || test.busy,
      disabled: !form.isComplete,
    },
    error: choose.error,
    content: <AzureChoice view={view} form={form} test={test} />,
  }
}
