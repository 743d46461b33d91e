import { createRoot } from 'react-dom/client'
import type { Bridge } from '../electron/bridge.ts'
import { App } from './app.tsx'
import { HttpTransport } from './http-transport.ts'
import { IpcTransport } from './ipc-transport.ts'
import { getPage } from './pages/current-page.tsx'
import { currentPlace } from './router.ts'
import type { Transport } from './transport.ts'

/** The app's own window has a bridge; a browser has not. */
function transport(): Transport {
  const { berth: bridge } = window as { readonly berth?: Bridge }
  const base = new URL('.', document.baseURI)
  return bridge ? new IpcTransport(bridge, base) : new HttpTransport(base)
}

const root = document.querySelector('#root')
if (!root) throw new Error('The page has no place for the console.')
getPage(currentPlace())
createRoot(root).render(<App transport={transport()} />)
