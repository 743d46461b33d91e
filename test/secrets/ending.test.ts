import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ended, isRunning, kill, spawnTethered } from '../support/child.ts'
import { describeWith } from '../support/tools.ts'
import { CANARY, shows } from './canary.ts'
import { startSession } from './keyring-session.ts'
import type { KeyringSession, SessionKind } from './keyring-session.ts'
import { emptyFolder } from './opened.ts'

const PROGRAM = join(import.meta.dirname, 'program.ts')

/** More than these tests last: a program that ends did not wait for it. */
const FOR_EVER = 600_000

vi.setConfig({ testTimeout: 60_000 })

async function sessionOf(kind: SessionKind): Promise<KeyringSession> {
  const session = await startSession(kind)
  onTestFinished(() => session[Symbol.asyncDispose]())
  return session
}

async function programIn(session: KeyringSession, patience: number) {
  const args = [PROGRAM, await emptyFolder(), String(patience)]
  const program = spawnTethered(process.execPath, args, {
    env: { ...session.env, BERTH_SECRET_TOKEN: CANARY, BERTH_SECRETS_PASSPHRASE: CANARY },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => kill(program))
  return { program, said: program.stdout ? text(program.stdout) : Promise.resolve('') }
}

/** A session whose keyring waits for its password, and a program that opens secrets in it. */
async function waiting(patience: number) {
  const session = await sessionOf({ prompter: 'silent' })
  await session.lock()
  const { program, said } = await programIn(session, patience)
  return { session, program, said, prompter: await session.prompter() }
}

/** The processes that talk with the keyring of this session. */
function helpers(session: KeyringSession): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    const isHelper = fileOf(pid, 'cmdline').includes('keychain-child')
    return isHelper && fileOf(pid, 'environ').includes(`HOME=${session.env['HOME']}`)
  })
}

function fileOf(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}

/** Waits until there are none. */
function noHelpers(session: KeyringSession): Promise<void> {
  return vi.waitFor(() => expect(helpers(session)).toEqual([]), 20_000)
}

/** Whether the keyring still waits for its password: only then has the program not waited. */
function stillWaits(prompter: number): boolean {
  return fileOf(String(prompter), 'cmdline').includes('sleep')
}

describeWith(['keyring', 'procfs'], 'while a keyring waits for its password', () => {
  test('a program goes on, and ends by itself', async () => {
    const { session, program, said, prompter } = await waiting(5000)
    await ended(program)
    expect(stillWaits(prompter)).toBe(true)
    expect(program.exitCode).toBe(0)
    const { turns, ...state } = JSON.parse(await said)
    expect(state).toEqual({ kind: 'file', codes: ['KEYCHAIN_SILENT'], helpers: 0 })
    expect(turns).toBeGreaterThan(20)
    await noHelpers(session)
  })

  test('the process that waits for it was told no secret', async () => {
    const { session, program } = await waiting(FOR_EVER)
    const [helper = ''] = helpers(session)
    expect(shows(fileOf(String(program.pid), 'environ'))).toBe(true)
    expect(fileOf(helper, 'environ')).toContain('DBUS_SESSION_BUS_ADDRESS')
    expect(shows(fileOf(helper, 'environ'))).toBe(false)
  })

  test('a program can end at once', async () => {
    const { session, program, prompter } = await waiting(FOR_EVER)
    expect([isRunning(program), helpers(session).length]).toEqual([true, 1])
    program.stdin?.write('\n')
    await ended(program)
    expect(stillWaits(prompter)).toBe(true)
    expect(program.exitCode).toBe(7)
    await noHelpers(session)
  })

  test('a program that is killed leaves nothing behind', async () => {
    const { session, program, prompter } = await waiting(FOR_EVER)
    await kill(program)
    await noHelpers(session)
    expect(stillWaits(prompter)).toBe(true)
  })
})

describeWith(['keyring', 'procfs'], 'with an open keyring', () => {
  test('a program ends by itself, and does not wait for the process that talks with it', async () => {
    const session = await sessionOf({})
    const { program, said } = await programIn(session, FOR_EVER)
    await ended(program)
    expect(JSON.parse(await said)).toMatchObject({ kind: 'keychain', helpers: 1 })
    await noHelpers(session)
  })
})
