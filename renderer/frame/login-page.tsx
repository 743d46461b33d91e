import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Loaded } from '../components/loaded.tsx'
import { Logo } from '../components/logo.tsx'
import { useControl } from '../control.tsx'
import { FORM_WIDTH } from '../measures.ts'
import { strings } from '../strings.ts'
import type { Login } from '../transport.ts'
import { LoginForm } from './login-form.tsx'
import { NewLink } from './new-link.tsx'

const useStyles = makeStyles({
  page: {
    display: 'flex',
    minHeight: '100%',
    padding: tokens.spacingHorizontalXXL,
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground2,
  },
  card: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalL,
    width: FORM_WIDTH,
    maxWidth: '100%',
    margin: 'auto',
    padding: tokens.spacingHorizontalXXL,
    boxSizing: 'border-box',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow8,
  },
  name: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalM },
})

/** For somebody whom the host does not know: a form, or how to get a link. */
export default function LoginPage() {
  const { login } = useControl()
  const styles = useStyles()
  useEffect(() => {
    document.title = strings.title(strings.login.title)
  }, [])
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.name}>
          <Logo size={32} />
          <Subtitle2>{strings.appName}</Subtitle2>
        </div>
        {login && <Way login={login} />}
      </div>
    </main>
  )
}

function Way({ login }: { readonly login: Login }) {
  const kind = useQuery({ queryKey: ['login'], queryFn: () => login.kind() })
  return (
    <Loaded of={kind}>
      {(way) => (way === 'link' ? <NewLink /> : <LoginForm login={login} />)}
    </Loaded>
  )
}
