import { expect, test } from 'vitest'
import {
  continueSession,
  signIn,
  type DeviceCode,
} from '../../server/storage-setup/entra-session.ts'
import { fakeEntra } from './fake-entra.ts'

const SCOPE = 'https://storage.azure.com/.default'

const nothing = () => {}

test('a code is shown, and who enters it is signed in, also after a restart', async () => {
  const entra = fakeEntra()
  const shown: DeviceCode[] = []
  const { signal } = new AbortController()
  const session = await signIn({
    how: 'device-code',
    tenantId: '11111111-1111-4111-8111-111111111111',
    onCode: (code) => {
      shown.push(code)
      entra.approve()
    },
    signal,
    reach: entra.reach,
  })
  expect(shown).toEqual([{ code: 'ABCD-EFGH', url: 'https://microsoft.com/devicelogin' }])
  expect(session).toMatchObject({ user: 'ada@example.com' })
  // All of it is text, so this is what another process has as well.
  const kept = structuredClone(session)
  const caches: string[] = []
  const login = await continueSession(kept, (cache) => void caches.push(cache), entra.reach)
  // The first token has ended: the other is got without anybody being asked.
  expect(await login.getToken(SCOPE)).toMatchObject({ token: 'access-token-2' })
  expect(entra.grants.at(-1)).toBe('refresh_token')
  expect(caches.at(-1)).toContain('refresh-token-2')
})

test('nobody who was not signed in is asked behind their back', async () => {
  const entra = fakeEntra()
  entra.approve()
  const { signal } = new AbortController()
  const session = await signIn({ how: 'device-code', onCode: nothing, signal, reach: entra.reach })
  const login = await continueSession({ ...session, cache: '' }, () => {}, entra.reach)
  await expect(login.getToken(SCOPE)).rejects.toMatchObject({ name: 'AuthenticationRequiredError' })
})

test('it can be ended while a person is waited for', async () => {
  const entra = fakeEntra()
  const controller = new AbortController()
  const onCode = () => controller.abort()
  const { signal } = controller
  const attempt = signIn({ how: 'device-code', onCode, signal, reach: entra.reach })
  await expect(attempt).rejects.toMatchObject({ name: 'AbortError' })
})
