import type * as identityModule from '@azure/identity'
import type { AuthenticationRecord, TokenCredential } from '@azure/identity'

/** Somebody's sign-in to Microsoft Entra, as it can be kept: it holds tokens, so it is a secret. */
export interface EntraSession {
  /** Who signed in, such as `ada@example.com`. */
  readonly user: string
  readonly tenantId: string
  /** The client library's own texts: whom the tokens are for, and the tokens. */
  readonly record: string
  readonly cache: string
}

/** What a person does in a browser, on whatever machine. */
export interface DeviceCode {
  readonly url: string
  readonly code: string
}

export interface SignInOptions {
  /** In the browser of this machine, or of any other with a code. */
  readonly how: 'browser' | 'device-code'
  /** Id or domain; unless given, that of whoever signs in. */
  readonly tenantId?: string | undefined
  readonly onCode: (code: DeviceCode) => void
  readonly signal: AbortSignal
  /** How the library reaches Entra; its own way unless given. */
  readonly reach?: EntraReach | undefined
}

/** For another cloud, or a test. */
export type EntraReach = Readonly<Record<string, unknown>>

/** All that a role on the account's data allows. */
const SCOPE = 'https://storage.azure.com/.default'

/**
 * Has somebody sign in, which takes as long as they do.
 *
 * @throws what the client library says, or an AbortError when it was ended
 */
export async function signIn(options: SignInOptions): Promise<EntraSession> {
  const { how, tenantId, onCode, signal, reach } = options
  const identity = await import('@azure/identity')
  const cache = keepCache(identity, '')
  const usual = { ...reach, ...cache.options, ...(tenantId !== undefined && { tenantId }) }
  const credential =
    how === 'browser'
      ? new identity.InteractiveBrowserCredential(usual)
      : new identity.DeviceCodeCredential({
          ...usual,
          userPromptCallback: ({ userCode, verificationUri }) =>
            onCode({ code: userCode, url: verificationUri }),
        })
  const record = await unlessEnded(signal, credential.authenticate(SCOPE, { abortSignal: signal }))
  if (!record) throw new Error('Microsoft Entra did not say who signed in')
  return {
    user: record.username,
    tenantId: record.tenantId,
    record: identity.serializeAuthenticationRecord(record),
    cache: cache.text(),
  }
}

/**
 * The tokens of somebody who signed in, without asking anybody again.
 *
 * @param onCache told of the tokens whenever others took their place
 */
export async function continueSession(
  session: EntraSession,
  onCache: (cache: string) => void,
  reach?: EntraReach,
): Promise<TokenCredential> {
  const identity = await import('@azure/identity')
  const record: AuthenticationRecord = identity.deserializeAuthenticationRecord(session.record)
  const { options } = keepCache(identity, session.cache, onCache)
  return new identity.DeviceCodeCredential({
    ...reach,
    ...options,
    tenantId: session.tenantId,
    authenticationRecord: record,
    disableAutomaticAuthentication: true,
  })
}

/** The browser's way does not end by the signal. */
async function unlessEnded<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const end = Promise.withResolvers<never>()
  const onEnd = (): void => end.reject(signal.reason)
  signal.addEventListener('abort', onEnd, { once: true })
  try {
    signal.throwIfAborted()
    return await Promise.race([work, end.promise])
  } finally {
    work.catch(() => undefined)
    signal.removeEventListener('abort', onEnd)
  }
}

type Identity = Pick<typeof identityModule, 'useIdentityPlugin'>

/** As much of MSAL's cache as is used here. */
interface CacheContext {
  readonly cacheHasChanged: boolean
  readonly tokenCache: { serialize(): string; deserialize(text: string): void }
}

interface PluginContext {
  readonly cachePluginControl: {
    setPersistence(factory: (options?: { readonly name?: string }) => Promise<unknown>): void
  }
}

/** Caches by the name under which the library asks for them. */
const CACHES = new Map<string, { text: string; onCache: (text: string) => void }>()

let isPluggedIn = false

/** A cache of tokens in memory, from which they go where secrets go, and into no file. */
function keepCache(
  { useIdentityPlugin }: Identity,
  text: string,
  onCache: (text: string) => void = () => {},
) {
  if (!isPluggedIn) useIdentityPlugin(plugIn)
  isPluggedIn = true
  const name = crypto.randomUUID()
  const cache = { text, onCache }
  CACHES.set(name, cache)
  return {
    options: { tokenCachePersistenceOptions: { enabled: true, name } },
    text: (): string => cache.text,
  }
}

function plugIn(context: unknown): void {
  const { cachePluginControl } = context as PluginContext
  cachePluginControl.setPersistence(async ({ name = '' } = {}) => ({
    beforeCacheAccess: async ({ tokenCache }: CacheContext) => {
      const text = CACHES.get(name)?.text
      if (text) tokenCache.deserialize(text)
    },
    afterCacheAccess: async ({ cacheHasChanged, tokenCache }: CacheContext) => {
      const cache = CACHES.get(name)
      if (!cache || !cacheHasChanged) return
      cache.text = tokenCache.serialize()
      cache.onCache(cache.text)
    },
  }))
}
