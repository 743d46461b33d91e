import { ControlError } from '../control/control-error.ts'
import type { SignInView } from '../control/storage-contract.ts'
import { signIn, type EntraReach, type EntraSession } from './entra-session.ts'

/** The one sign-in that may be under way, or was done and is not used yet. */
export interface SignIns {
  begin(how: 'browser' | 'device-code', tenantId?: string): SignInView
  view(): SignInView
  /** Of who signed in. @throws ControlError INVALID_INPUT while nobody has */
  session(): EntraSession
  end(): SignInView
}

/** A code of Entra's is good for a quarter of an hour. */
const PATIENCE = 16 * 60_000

/** @param reach for a test */
export function createSignIns(reach?: EntraReach): SignIns {
  let now: SignInView = { state: 'none' }
  let session: EntraSession | undefined
  let controller = new AbortController()

  function end(): SignInView {
    controller.abort()
    session = undefined
    return (now = { state: 'none' })
  }

  return {
    begin(how, tenantId) {
      end()
      const mine = (controller = new AbortController())
      const tell = (next: SignInView): void => {
        if (mine === controller) now = next
      }
      tell({ state: 'waiting' })
      const signal = AbortSignal.any([mine.signal, AbortSignal.timeout(PATIENCE)])
      const onCode = (code: { readonly url: string; readonly code: string }): void =>
        tell({ state: 'waiting', ...code })
      signIn({ how, tenantId, onCode, signal, reach }).then(
        (signedIn) => {
          if (mine === controller) session = signedIn
          tell({ state: 'done', user: signedIn.user })
        },
        (error: unknown) => tell({ state: 'failed', message: whyNot(error) }),
      )
      return now
    },
    view: () => now,
    session() {
      if (session) return session
      throw new ControlError('INVALID_INPUT', 'sign in first', 'use')
    },
    end,
  }
}

/** Without the library's own advice, which is for programmers. */
function whyNot(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  if (name === 'TimeoutError') return 'nobody signed in in time: begin again'
  if (/^(?:network_error|endpoints_resolution_error|openid_config_error)/.test(message)) {
    return 'Microsoft Entra cannot be reached: check the network, and the tenant'
  }
  const [line = ''] = message.split(/[\r\n]/)
  return line.slice(0, 300)
}
