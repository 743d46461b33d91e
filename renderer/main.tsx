import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { HttpTransport } from './http-transport.ts'
import { getPage } from './pages/current-page.tsx'
import { currentPlace } from './router.ts'

const root = document.querySelector('#root')
if (!root) throw new Error('The page has no place for the console.')
getPage(currentPlace())
createRoot(root).render(<App transport={new HttpTransport(new URL('.', document.baseURI))} />)
