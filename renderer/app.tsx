import { FluentProvider } from '@fluentui/react-components'
import { useEffect } from 'react'
import { ControlProvider } from './control.tsx'
import { ErrorBoundary } from './frame/error-boundary.tsx'
import { Frame } from './frame/frame.tsx'
import { Gate } from './frame/gate.tsx'
import { NoticesProvider } from './components/notices.tsx'
import { CurrentPage } from './pages/current-page.tsx'
import { THEMES, type ThemeName } from './theme.ts'
import { useThemeName } from './theme-choice.ts'
import type { Transport } from './transport.ts'

/** What the browser itself paints, such as scroll bars and boxes to tick, goes with the theme. */
function useColorScheme(theme: ThemeName): void {
  useEffect(() => {
    document.documentElement.style.colorScheme = theme === 'light' ? 'light' : 'dark'
  }, [theme])
}

/** The whole window. @param props.transport the way to the host */
export function App({ transport }: { readonly transport: Transport }) {
  const theme = useThemeName()
  useColorScheme(theme)
  return (
    <FluentProvider theme={THEMES[theme]}>
      <ErrorBoundary>
        <ControlProvider transport={transport}>
          <NoticesProvider>
            <Gate>
              <Frame>
                <CurrentPage />
              </Frame>
            </Gate>
          </NoticesProvider>
        </ControlProvider>
      </ErrorBoundary>
    </FluentProvider>
  )
}
