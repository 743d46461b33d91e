import { expect, test } from 'vitest'
import { createSignIns } from '../../server/storage-setup/sign-ins.ts'
import { fakeEntra } from './fake-entra.ts'

test('a code is shown until somebody has entered it', async () => {
  const entra = fakeEntra()
  const signIns = createSignIns(entra.reach)
  expect(signIns.view()).toEqual({ state: 'none' })
  expect(() => signIns.session()).toThrow('sign in first')
  signIns.begin('device-code')
  await expect
    .poll(() => signIns.view())
    .toEqual({ state: 'waiting', code: 'ABCD-EFGH', url: 'https://microsoft.com/devicelogin' })
  entra.approve()
  await expect.poll(() => signIns.view()).toEqual({ state: 'done', user: 'ada@example.com' })
  expect(signIns.session().cache).toContain('refresh-token')
})

test('it is ended by whoever waits, and begun anew', async () => {
  const entra = fakeEntra()
  const signIns = createSignIns(entra.reach)
  signIns.begin('device-code')
  await expect.poll(() => signIns.view()).toMatchObject({ code: 'ABCD-EFGH' })
  expect(signIns.end()).toEqual({ state: 'none' })
  entra.approve()
  signIns.begin('device-code')
  await expect.poll(() => signIns.view()).toMatchObject({ state: 'done' })
})

test('why nobody was signed in is told in a line', async () => {
  const signIns = createSignIns({
    ...fakeEntra().reach,
    httpClient: { sendRequest: () => Promise.reject(new Error('the network is away')) },
  })
  signIns.begin('device-code')
  await expect.poll(() => signIns.view()).toMatchObject({ state: 'failed' })
  const view = signIns.view()
  expect(view.state === 'failed' ? view.message : '').toMatch(/^Microsoft Entra cannot be reached/)
})
