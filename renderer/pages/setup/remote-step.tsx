import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { RemoteKind } from '../../../server/control/remotes-contract.ts'
import { FactList } from '../../components/fact-list.tsx'
import { useNow } from '../../components/now.ts'
import { useCapability, useMethod } from '../../control.tsx'
import { remotes as words } from '../../strings/remotes.ts'
import { isComplete, type RemoteDraft } from '../remotes/remote-draft.ts'
import { RemoteForm } from '../remotes/remote-form.tsx'
import { remoteState } from '../remotes/remote-state.ts'
import { StateText } from '../remotes/state-text.tsx'
import { useRemoteForm } from '../remotes/use-remote-form.ts'
import { useDraft, useSetup } from './setup.tsx'
import { StepFrame } from './step-frame.tsx'

const useStyles = makeStyles({
  already: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS },
})

/** Connects a registry that runs elsewhere. */
export function RemoteStep() {
  const { next } = useSetup()
  const isHere = useCapability('remotes')
  const [draft, change] = useRemoteDraft()
  const form = useRemoteForm({ draft, onChange: change })
  const save = async () => {
    const saved = await form.save()
    if (!saved) return
    change({ url: '', user: '', secret: '' })
    next()
  }
  const isEmpty = draft.url.trim() === ''
  const primary =
    isEmpty || !isHere
      ? { label: words.step.next, onClick: next }
      : {
          label: words.step.save,
          onClick: () => void save(),
          busy: form.saving,
          disabled: !isComplete(draft, false),
        }
  return (
    <StepFrame title={words.step.title} text={words.step.text} primary={primary}>
      {isHere ? <RemoteForm form={form} /> : <Text>{words.elsewhere}</Text>}
      {isHere && <Already />}
    </StepFrame>
  )
}

/** All but the secret is kept on the host until it is saved. */
function useRemoteDraft(): [RemoteDraft, (changes: Partial<RemoteDraft>) => void] {
  const [url, setUrl] = useDraft('remote.url')
  const [kind, setKind] = useDraft('remote.kind')
  const [user, setUser] = useDraft('remote.user')
  const [secret, setSecret] = useState('')
  const draft = { url, kind: (kind || 'password') as RemoteKind, user, secret }
  const change = (changes: Partial<RemoteDraft>): void => {
    if (changes.url !== undefined) setUrl(changes.url)
    if (changes.kind !== undefined) setKind(changes.kind)
    if (changes.user !== undefined) setUser(changes.user)
    if (changes.secret !== undefined) setSecret(changes.secret)
  }
  return [draft, change]
}

/** What was saved before, so that nobody wonders. */
function Already() {
  const styles = useStyles()
  const now = useNow()
  const remotes = useMethod('remotes.list', undefined).data?.remotes ?? []
  if (remotes.length === 0) return null
  const facts = remotes.map((remote) => ({
    name: remote.name,
    value: (
      <>
        {remote.url} · <StateText state={remoteState(remote, now)} />
      </>
    ),
  }))
  return (
    <div className={styles.already}>
      <Text weight="semibold">{words.step.already}</Text>
      <FactList facts={facts} />
    </div>
  )
}
