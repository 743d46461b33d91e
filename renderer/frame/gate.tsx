import { makeStyles, Spinner, Subtitle2 } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useLate } from '../components/loading.tsx'
import { useConnection, useMethod } from '../control.tsx'
import { strings } from '../strings.ts'
import { lazyPage } from './lazy-page.tsx'

const LoginPage = lazyPage(() => import('./login-page.tsx'), <Waiting />)

const useStyles = makeStyles({
  waiting: { display: 'grid', height: '100%', placeContent: 'center', justifyItems: 'center' },
})

/** Lets in whom the host knows; everybody else sees how to log in. */
export function Gate({ children }: { readonly children: ReactNode }) {
  if (useConnection() !== 'login') return <WhenKnown>{children}</WhenKnown>
  return <LoginPage />
}

/** Shows nothing of the console to somebody of whom the host may say next that it does not know them. */
function WhenKnown({ children }: { readonly children: ReactNode }) {
  const { isPending } = useMethod('session.get', undefined)
  return isPending ? <Waiting /> : children
}

function Waiting() {
  const styles = useStyles()
  return (
    <main className={styles.waiting}>
      {useLate() && (
        <>
          <Spinner aria-label={strings.parts.loading} />
          <Subtitle2 as="h1">{strings.connection.connecting}</Subtitle2>
        </>
      )}
    </main>
  )
}
