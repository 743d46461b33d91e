import {
  Checkbox,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import type { DockerLogin, DockerLogins } from '../../../server/control/remotes-contract.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { useNotices } from '../../components/notices.tsx'
import { useAction, useMethod } from '../../control.tsx'
import { remotes } from '../../strings/remotes.ts'

const words = remotes.import

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
})

/** Takes over logins that Docker has: which there are is shown, never what is in them. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const styles = useStyles()
  const notices = useNotices()
  const found = useMethod('remotes.importable', undefined)
  const action = useAction('remotes.import')
  const checking = useAction('remotes.check')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const failed = action.data?.failed ?? []
  const run = async () => {
    const done = await action.mutateAsync({ servers: chosen }).catch(() => undefined)
    if (!done) return
    for (const name of done.saved) checking.mutate({ name })
    if (done.saved.length > 0) notices.done(words.done(done.saved.join(', ')))
    setChosen(done.failed.map(({ server }) => server))
    if (done.failed.length === 0) onClose()
  }
  return (
    <ConfirmDialog
      open
      title={words.title}
      verb={words.verb(chosen.length)}
      busy={action.isPending}
      waiting={chosen.length === 0}
      error={action.error}
      onConfirm={() => void run()}
      onClose={onClose}
    >
      <Loaded of={found} failure={words.loadFailed}>
        {(logins) => (
          <div className={styles.root}>
            <Logins logins={logins} chosen={chosen} onChoose={setChosen} />
            {[...troublesOf(logins), ...failed.map(failureOf)].map(({ title, text }) => (
              <MessageBar key={text} intent="warning" layout="multiline">
                <MessageBarBody>
                  <MessageBarTitle>{title}</MessageBarTitle> {text}
                </MessageBarBody>
              </MessageBar>
            ))}
          </div>
        )}
      </Loaded>
    </ConfirmDialog>
  )
}

const troublesOf = ({ troubles }: DockerLogins) =>
  troubles.map((text) => ({ title: words.trouble, text }))

const failureOf = ({ server, message }: { readonly server: string; readonly message: string }) => ({
  title: words.failed,
  text: `${server}: ${message}`,
})

interface LoginsProps {
  readonly logins: DockerLogins
  readonly chosen: readonly string[]
  readonly onChoose: (servers: readonly string[]) => void
}

function Logins({ logins: { file, logins }, chosen, onChoose }: LoginsProps) {
  const styles = useStyles()
  if (logins.length === 0) {
    return (
      <Text>
        {words.nothing} {words.nothingText(file)}
      </Text>
    )
  }
  const choose = (server: string, isChosen: boolean) =>
    onChoose(isChosen ? [...chosen, server] : chosen.filter((one) => one !== server))
  return (
    <>
      <Text>{words.text(file)}</Text>
      <div role="group" aria-label={words.label} className={styles.list}>
        {logins.map((login) => (
          <Checkbox
            key={login.server}
            label={labelOf(login)}
            checked={chosen.includes(login.server)}
            onChange={(_, { checked }) => choose(login.server, checked === true)}
          />
        ))}
      </div>
    </>
  )
}

function labelOf({ server, user, helper }: DockerLogin): string {
  const as = user === undefined ? '' : ` ${words.as(user)}`
  return `${server}${as}${helper === undefined ? '' : `, ${words.by(helper)}`}`
}
