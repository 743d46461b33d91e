import { spawn } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { vi } from 'vitest'
import { ended } from '../support/child.ts'
import { run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'

/** How a session differs from one with an open keyring. */
export interface SessionKind {
  /** The keyring asks for its password when it is needed, and there is nobody to answer. */
  readonly locked?: boolean
  /** Nothing in the session could start a keyring. */
  readonly without?: 'keyring'
  /**
   * Who asks people for passwords: by default a program that fails, as there is no screen; `silent`
   * is one that waits.
   */
  readonly prompter?: 'silent'
}

/** A D-Bus session with a GNOME keyring of its own. */
export interface KeyringSession extends AsyncDisposable {
  /** All that a program needs to be in it, and nothing of the environment of the tests. */
  readonly env: Readonly<Record<string, string>>
  readonly lock: () => Promise<void>
  /** Puts an open keyring in the place of a locked one. */
  readonly unlock: () => Promise<void>
  /** The process behind a name on the bus. */
  readonly pidOf: (name: string) => Promise<number>
  /** The process of the silent prompter, once it has been asked. */
  readonly prompter: () => Promise<number>
}

/** The password of the keyring. */
const PASSWORD = 'password of the keyring'

const UNLOCKED =
  'printf %s "$KEYRING_PASSWORD" | gnome-keyring-daemon --replace --unlock --components=secrets'

/** Says the address of the bus, and lasts until its input ends. */
const LAST = 'printf "%s\\n" "$DBUS_SESSION_BUS_ADDRESS"; exec cat'

const BARE_BUS = `<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
  <allow own="*"/></policy></busconfig>`

/** Starts a session in which nothing is of the one who runs the tests. */
export async function startSession(kind: SessionKind = {}): Promise<KeyringSession> {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder('keyring')).path
  const prompterPid = join(folder, 'prompter.pid')
  const env = await surroundings(folder)
  if (kind.prompter === 'silent') {
    await silencePrompter(env.XDG_RUNTIME_DIR, prompterPid)
    stack.defer(() => endPrompter(prompterPid))
  }
  const args = kind.without === 'keyring' ? [`--config-file=${await bareBus(folder)}`] : []
  const script = kind.locked || kind.without ? LAST : `${UNLOCKED} >/dev/null && ${LAST}`
  // Not tethered to this process: a session that gets SIGTERM leaves its bus behind. It ends with its
  // input, which this process cannot take along.
  const child = spawn('dbus-run-session', [...args, '--', 'sh', '-c', script], {
    env: { ...env, KEYRING_PASSWORD: PASSWORD },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  stack.defer(async () => {
    child.stdin.end()
    await ended(child)
  })
  const address = await firstLine(child.stdout)
  const inside = { ...env, DBUS_SESSION_BUS_ADDRESS: address }
  const end = stack.move()
  return {
    env: inside,
    prompter: () => vi.waitFor(async () => Number(await readFile(prompterPid)), 30_000),
    ...controls(inside),
    [Symbol.asyncDispose]: () => end.disposeAsync(),
  }
}

async function surroundings(folder: string) {
  const runtime = join(folder, 'run')
  await mkdir(runtime, { mode: 0o700 })
  return { PATH: process.env['PATH'] ?? '', HOME: folder, XDG_RUNTIME_DIR: runtime }
}

function controls(env: Readonly<Record<string, string>>) {
  const secrets = 'org.freedesktop.secrets'
  const call = (...args: readonly string[]) =>
    run('env', ['-i', ...assignments(env), 'dbus-send', '--session', '--print-reply', ...args])
  return {
    lock: async () => {
      const method = 'org.freedesktop.Secret.Service.Lock'
      const collection = 'array:objpath:/org/freedesktop/secrets/collection/login'
      await call(`--dest=${secrets}`, '/org/freedesktop/secrets', method, collection)
    },
    unlock: async () => {
      const all = { ...env, KEYRING_PASSWORD: PASSWORD }
      await run('env', ['-i', ...assignments(all), 'sh', '-c', UNLOCKED])
    },
    pidOf: async (name: string) => {
      const method = 'org.freedesktop.DBus.GetConnectionUnixProcessID'
      const reply = await call('--dest=org.freedesktop.DBus', '/', method, `string:${name}`)
      return Number(/uint32 (\d+)/.exec(reply)?.[1])
    },
  }
}

function assignments(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${value}`)
}

/** Services of the runtime folder come before those of the system. */
async function silencePrompter(runtime: string, pidFile: string): Promise<void> {
  const name = 'org.gnome.keyring.SystemPrompter'
  const folder = join(runtime, 'dbus-1', 'services')
  const script = join(runtime, 'prompter')
  await mkdir(folder, { recursive: true })
  await writeFile(
    script,
    `#!/bin/sh\necho $$ > ${pidFile}.new\nmv ${pidFile}.new ${pidFile}\nexec sleep 60\n`,
    { mode: 0o755 },
  )
  await writeFile(
    join(folder, `${name}.service`),
    `[D-BUS Service]\nName=${name}\nExec=${script}\n`,
  )
}

async function endPrompter(pidFile: string): Promise<void> {
  const pid = await readFile(pidFile, 'utf8').catch(() => undefined)
  if (pid !== undefined) process.kill(Number(pid), 'SIGKILL')
}

async function bareBus(folder: string): Promise<string> {
  const file = join(folder, 'bus.conf')
  await writeFile(file, BARE_BUS)
  return file
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line
  throw new Error('the session ended before it began')
}
