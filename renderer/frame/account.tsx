import { Button, Tooltip } from '@fluentui/react-components'
import { SignOutRegular } from '@fluentui/react-icons'
import { useNotices } from '../components/notices.tsx'
import { useCapability, useControl, useMethod } from '../control.tsx'
import { strings } from '../strings.ts'
import { useFootStyles } from './foot-styles.ts'

/** Who is logged in, and the way out; absent where nobody logs in. */
export function Account() {
  const styles = useFootStyles()
  const logOut = useLogOut()
  const user = useMethod('session.get', undefined).data?.user
  if (!logOut) return null
  return (
    <Tooltip
      content={user === undefined ? strings.login.logOut : strings.login.loggedInAs(user)}
      relationship="description"
    >
      <Button
        appearance="subtle"
        className={styles.button}
        icon={<SignOutRegular />}
        onClick={logOut}
      >
        <span className={styles.words}>{strings.login.logOut}</span>
      </Button>
    </Tooltip>
  )
}

/** Logs out; `undefined` where nobody is logged in. */
export function useLogOut(): (() => void) | undefined {
  const { login } = useControl()
  const notices = useNotices()
  const possible = useCapability('login')
  if (!login || !possible) return undefined
  return () =>
    void login.close().catch((error: Error) => notices.failed(strings.login.logOut, error))
}
