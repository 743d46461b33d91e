import { CLI } from '../support/cli.ts'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { attempt } from '../support/command.ts'
import type { Outcome } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { describeWith } from '../support/tools.ts'

const HERE = import.meta.dirname

const script = (file: string): string => `#!/bin/sh\nexec '${process.execPath}' '${file}' "$@"\n`

/** Runs the look at an installed app on a stand-in for one, changed by `flaw`. */
async function smoke(flaw: string): Promise<Outcome> {
  await using folder = await temporaryFolder('stand-in')
  const [app, command] = [join(folder.path, 'app'), join(folder.path, 'berth')]
  await writeFile(app, script(join(HERE, '../packaging/stand-in-app.ts')))
  await writeFile(command, script(CLI))
  await Promise.all([app, command].map((file) => chmod(file, 0o755)))
  return await attempt(process.execPath, [join(HERE, '../packaging/smoke.ts'), app, command], {
    env: { STAND_IN_FLAW: flaw },
    patience: 50_000,
  })
}

/** The look itself has to be right before there is an app to look at. */
describeWith(['chromium'], 'the look at an installed app', () => {
  test('finds one that lives', async () => {
    const { code, stdout } = await smoke('')
    expect(stdout).toContain('ok: the window says that the registry runs')
    expect(code).toBe(0)
  })

  test('finds one that ends at once', async () => {
    const { code, stderr } = await smoke('ends')
    expect(stderr).toContain('the app ended early')
    expect(code).toBe(1)
  })
})
