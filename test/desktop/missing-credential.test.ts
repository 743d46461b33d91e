import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CALL } from '../../electron/channels.ts'
import { startAzurite } from '../support/azurite.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { asking, newImage, pushImage } from '../support/http-image.ts'
import { WRONG_KEY } from '../storage-setup/azure-accounts.ts'
import { startApp, type RunningApp } from './running-app.ts'

const cleanUp = cleanUpAfterAll()

/** A call from the window's own page. */
function call(app: RunningApp, method: string, input?: unknown): Promise<unknown> {
  const [window] = app.desktop.electron.BrowserWindow.getAllWindows()
  return app.desktop.ipc.invoke(window?.webContents.mainFrame, CALL, method, input)
}

const file = (home: string): string => join(home, 'config/berth/config.yml')

test('a credential that is missing is told of, and entered while nothing serves', async () => {
  const azurite = cleanUp.use(await startAzurite())
  const { accountName: account, accountKey: secret, url: endpoint } = azurite
  const { container } = await azurite.container()
  const app = await startApp(cleanUp, {
    env: { BERTH_SECRETS_PASSPHRASE: 'correct horse battery staple' },
    async prepare(_desktop, home) {
      await mkdir(join(home, 'config/berth'), { recursive: true })
      const azure = `{accountname: ${account}, container: ${container}, serviceurl: '${endpoint}', credentials: {type: keychain}}`
      await writeFile(file(home), `# mine\nversion: 0.1\nstorage:\n  azure: ${azure}\n`)
    },
  })
  expect(app.desktop.windows()[0]?.isVisible()).toBe(true)
  expect(await call(app, 'registry.status')).toMatchObject({
    output: {
      state: 'stopped',
      warnings: [{ id: 'not-started', hint: expect.stringMatching(/keeps no credential for it/) }],
    },
  })
  expect(await call(app, 'storage.get')).toMatchObject({
    output: { chosen: { kind: 'azure', container, credential: 'kept' }, credentials: [] },
  })
  const place = { account, container, endpoint }
  expect(await call(app, 'storage.chooseAzure', { ...place, secret: WRONG_KEY })).toMatchObject({
    failure: { code: 'CONFLICT', message: expect.stringMatching(/account key is wrong/) },
  })
  expect(await call(app, 'storage.chooseAzure', { ...place, secret })).toMatchObject({
    output: { needsRestart: true, credentials: [{ container, use: 'after-restart' }] },
  })
  await call(app, 'registry.restart')
  await pushImage(asking(app.url), 'team/app', 'v1', newImage())
  expect(await call(app, 'storage.get')).toMatchObject({
    output: { inUse: { container }, needsRestart: false, credentials: [{ use: 'in-use' }] },
  })
  expect(await readFile(file(app.home), 'utf8')).toMatch(/^# mine\n/)
  expect(app.output()).not.toMatch(new RegExp(`${secret.slice(0, 30)}|${WRONG_KEY.slice(0, 30)}`))
})
