import { describe, expect, test } from 'vitest'
import { CALL } from '../../electron/channels.ts'
import { startTestServer } from '../http/server.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { startHaltingProxy } from '../support/halting-proxy.ts'
import { pushLayer } from '../support/push-layer.ts'
import { startApp, type RunningApp } from './running-app.ts'

const cleanUp = cleanUpAfterAll()

const MIB = 1024 * 1024
/** More than the system takes off a program's hands on the way. */
const LARGE = 24 * MIB
const RULE = { direction: 'push', referrers: true, deletes: false, afterPush: false }

function call(app: RunningApp, method: string, input?: unknown): Promise<unknown> {
  const [window] = app.desktop.electron.BrowserWindow.getAllWindows()
  return app.desktop.ipc.invoke(window?.webContents.mainFrame, CALL, method, input)
}

const trayOf = ({ desktop }: RunningApp) => {
  const [only] = desktop.trays
  if (!only) throw new Error('there is no tray')
  return only
}

const labels = (app: RunningApp) =>
  trayOf(app)
    .menu()
    .map(({ label }) => label)

/** An app with another registry, on whose way connections halt. */
async function startSynced() {
  const there = cleanUp.use(await startTestServer())
  const line = cleanUp.use(await startHaltingProxy(Number(new URL(there.url).port), MIB))
  const app = await startApp(cleanUp)
  await call(app, 'remotes.save', { name: 'azure', url: `http://${line.host}`, kind: 'none' })
  expect(labels(app)).not.toContain('Sync now')
  const saved = await call(app, 'sync.saveTarget', { remote: 'azure', rule: RULE })
  expect(saved).toMatchObject({ output: { remote: 'azure' } })
  return { app, line, there }
}

const runState = async (app: RunningApp): Promise<unknown> => {
  const answer = (await call(app, 'sync.runs', { limit: 1 })) as {
    output: readonly { readonly state: string }[]
  }
  return answer.output[0]?.state
}

describe('a sync from the tray', async () => {
  const { app, line, there } = await startSynced()
  await pushLayer(app.url, 'team/api:v1', LARGE)

  test('is offered once there is something to sync, and makes the icon busy', async () => {
    await expect.poll(() => labels(app)).toContain('Sync now')
    expect(app.desktop.blockers()).toBe(0)
    trayOf(app).choose('Sync now')
    await expect.poll(() => labels(app)).toContain('Syncing')
    expect(trayOf(app).icon()).toMatch(/busy/)
    await expect.poll(() => runState(app)).toBe('running')
  })

  test('keeps the machine awake', () => {
    expect(app.desktop.blockers()).toBe(1)
  })

  test('pauses when the machine is put to sleep, and goes on when it wakes', async () => {
    app.desktop.emit('suspend')
    await expect.poll(() => runState(app)).toBe('paused')
    await expect.poll(() => app.desktop.blockers()).toBe(0)
    app.desktop.emit('resume')
    await expect.poll(() => runState(app)).toBe('running')
    await expect.poll(() => app.desktop.blockers()).toBe(1)
  })

  test('tells when it has finished', async () => {
    line.goOn()
    await expect.poll(() => runState(app), { timeout: 20_000 }).toBe('level')
    await expect
      .poll(() => app.desktop.notifications.map(({ title }) => title))
      .toContain('Sync with azure finished')
    await expect.poll(() => app.desktop.blockers()).toBe(0)
    await expect.poll(() => labels(app)).toContain('Sync now')
    expect((await there.send('/v2/team/api/manifests/v1')).status).toBe(200)
  })

  test('is not told of where nobody wants that', async () => {
    await call(app, 'desktop.change', { notifySyncs: false })
    const before = app.desktop.notifications.length
    trayOf(app).choose('Sync now')
    await expect
      .poll(async () => {
        const answer = (await call(app, 'sync.runs', { limit: 5 })) as {
          output: readonly { readonly endedAt?: number }[]
        }
        return answer.output.filter(({ endedAt }) => endedAt !== undefined).length
      })
      .toBe(2)
    await expect.poll(() => labels(app)).toContain('Sync now')
    expect(app.desktop.notifications).toHaveLength(before)
  })

  test('tells when it has failed', async () => {
    await call(app, 'desktop.change', { notifySyncs: true })
    // More than a fifth of what is there would go, which somebody has to confirm.
    for (const tag of ['v2', 'v3']) await pushLayer(there.url, `team/old:${tag}`, 1000)
    const rule = { ...RULE, deletes: true }
    const saved = (await call(app, 'sync.targets')) as { output: readonly { id: string }[] }
    await call(app, 'sync.saveTarget', { id: saved.output[0]?.id, remote: 'azure', rule })
    trayOf(app).choose('Sync now')
    await expect
      .poll(() => app.desktop.notifications.at(-1))
      .toMatchObject({ title: 'Sync with azure failed', body: expect.stringContaining('deleted') })
  })
})
