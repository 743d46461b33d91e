import { chmod, copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'

/** `berth` as it is installed; what it starts is replaced by a script that tells how it was called. */
const DESKTOP = join(import.meta.dirname, '../../build/desktop')
const TELL = '#!/bin/sh\nfor word; do echo "$word"; done\n'

/** Words that a careless script would change, or that Chromium would take for its own. */
const WORDS = ['serve', '--port', '5001', '--no-sandbox', 'two words', '*', '']

async function writeProgram(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
  await chmod(path, 0o755)
}

const heard = async (command: string): Promise<readonly string[]> =>
  (await run(command, WORDS)).split('\n').slice(0, -1)

describe('the command of an installed app hands on every word as it is', () => {
  test('on Linux', async () => {
    await using folder = await temporaryFolder('command')
    const program = join(folder.path, 'berth-desktop')
    await writeProgram(program, TELL)
    const script = await readFile(join(DESKTOP, 'berth-linux.sh'), 'utf8')
    expect(script).toContain(' /opt/Berth/berth-desktop ')
    const command = join(folder.path, 'bin/berth')
    await writeProgram(command, script.replace('/opt/Berth/berth-desktop', program))
    const words = await heard(command)
    expect(words.slice(words.indexOf('--cli'))).toStrictEqual(['--cli', '--', ...WORDS])
  })

  test('on macOS, also by a link', async () => {
    await using folder = await temporaryFolder('command')
    const contents = join(folder.path, 'A folder/Berth.app/Contents')
    await writeProgram(join(contents, 'MacOS/Berth'), TELL)
    const command = join(contents, 'Resources/bin/berth')
    await mkdir(dirname(command), { recursive: true })
    await copyFile(join(DESKTOP, 'berth-mac.sh'), command)
    const link = join(folder.path, 'berth')
    await symlink(command, link)
    expect(await heard(link)).toStrictEqual(['--cli', '--', ...WORDS])
  })
})
