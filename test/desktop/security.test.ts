import { describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { startApp } from './running-app.ts'

const cleanUp = cleanUpAfterAll()

describe('Electron’s security checklist', () => {
  test('the page is in a sandbox of its own', async () => {
    const app = await startApp(cleanUp)
    expect(app.desktop.windows()[0]?.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    })
  })

  test('every permission is refused', async () => {
    const app = await startApp(cleanUp)
    const { permissionRequest, permissionCheck } = app.desktop.app.session
    let allowed: unknown
    permissionRequest?.({}, 'clipboard-read', (answer: unknown) => (allowed = answer))
    expect(allowed).toBe(false)
    expect(permissionCheck?.()).toBe(false)
  })

  test.each([
    ['https://elsewhere.example/', true],
    ['app://berth.example/', true],
    ['file:///etc/passwd', true],
    ['app://berth/images', false],
  ])('going to %s is prevented: %s', async (url, prevented) => {
    const app = await startApp(cleanUp)
    let isPrevented = false
    const event = { url, preventDefault: () => (isPrevented = true) }
    app.desktop.windows()[0]?.contents.emit('will-navigate', event)
    expect(isPrevented).toBe(prevented)
  })

  test('no page opens a window, and few addresses open in the browser', async () => {
    const { desktop } = await startApp(cleanUp)
    const open = (url: string) => desktop.windows()[0]?.contents.openHandler?.({ url })
    expect(open('https://elsewhere.example/')).toEqual({ action: 'deny' })
    expect(open('https://docs.docker.com/x')).toEqual({ action: 'deny' })
    expect(desktop.opened).toEqual(['https://docs.docker.com/x'])
  })

  test('pages come from the app’s own scheme, with the policy of the console', async () => {
    const { desktop } = await startApp(cleanUp)
    expect(desktop.schemes).toMatchObject([{ scheme: 'app', privileges: { secure: true } }])
    const page = await desktop.request('app://berth/images')
    const policy = page.headers.get('content-security-policy')
    expect(policy).toMatch(/^default-src 'self';/)
    expect(policy).not.toContain('unsafe')
    expect((await desktop.request('app://elsewhere/')).status).toBe(405)
    expect((await desktop.request('app://berth/assets/../../../package.json')).status).not.toBe(500)
    const outside = await desktop.request('app://berth/..%2f..%2fpackage.json')
    expect(await outside.text()).not.toContain('devDependencies')
  })
})
