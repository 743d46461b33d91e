import { _electron } from 'playwright-core'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildApp } from '../../build/build-app.ts'
import { installedElectron } from '../../build/electron-program.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { freePort } from '../support/port.ts'
import { describeWith } from '../support/tools.ts'

const ROOT = join(import.meta.dirname, '../..')

/** The real Electron, where its binary is; everything else is tested without it in `test/desktop`. */
describeWith(['electron'], 'the app in the real Electron', () => {
  const cleanUp = cleanUpAfterAll()

  test('shows that the registry runs, serves, and ends', async () => {
    await buildApp()
    const { path } = cleanUp.use(await temporaryFolder('electron'))
    const port = await freePort()
    const app = await _electron.launch({
      executablePath: installedElectron() ?? '',
      args: [ROOT, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
      env: {
        ...(process.env as Record<string, string>),
        REGISTRY_HTTP_ADDR: `127.0.0.1:${port}`,
        XDG_CONFIG_HOME: join(path, 'config'),
        XDG_DATA_HOME: join(path, 'data'),
        HOME: path,
      },
    })
    cleanUp.defer(() => app.close())
    const page = await app.firstWindow()
    await page.getByRole('status').getByText('Running').waitFor()
    expect((await fetch(`http://127.0.0.1:${port}/v2/`)).status).toBe(200)
    expect(await page.evaluate('typeof require')).toBe('undefined')
    await app.close()
    await expect(fetch(`http://127.0.0.1:${port}/v2/`)).rejects.toThrow('fetch failed')
  })
})
