import pkg from '../../package.json' with { type: 'json' }
import { join } from 'node:path'
import { ConfigError } from '../config/config-error.ts'
import { ownConfigFolder } from '../config/data-folder.ts'
import { loadConfig, type Loaded, type Origin } from '../config/load.ts'
import { ControlError } from '../control/control-error.ts'
import type { HostSetup } from '../control/host.ts'
import { createSessions } from '../control/sessions.ts'
import { AddressTaken } from '../http/listen.ts'
import { startServer, type RunningServer } from '../index.ts'
import type { WritableLogRing } from '../log-ring.ts'
import { createLog, type ServerLog } from '../log.ts'
import { describePortHolder } from '../port-holder.ts'
import { keepRemotes } from '../remotes/keep-remotes.ts'
import { openRemotes } from '../remotes/remotes.ts'
import type { SecretsKeeper } from '../secrets/secrets-keeper.ts'
import { openSettings } from '../settings/settings.ts'
import { openSetup } from '../setup/setup.ts'
import { isUntouched } from '../setup/untouched.ts'
import { openReach } from '../tls/reach.ts'
import { createSlots } from '../storage/slots.ts'
import { banner, nextLink, restartedBanner } from './banner.ts'
import type { CommandIo } from './command.ts'

/** A registry in this process that can be started anew, from its console, with the configuration of then. */
export interface Serving {
  /** Of what runs now. */
  readonly log: ServerLog
  /** Rejects when the registry could not be started again at all. */
  readonly lost: Promise<never>
  /** A restart that is under way comes to its end first, as short as can be. */
  stop(): Promise<void>
}

export interface ServingParts {
  readonly origin: Origin & { readonly file: string }
  readonly loaded: Loaded
  readonly log: ServerLog
  /** Outlives a restart, which may begin another log. */
  readonly recent: WritableLogRing
  readonly secrets: SecretsKeeper
  readonly io: CommandIo
}

/** @throws what `startServer` does */
export async function beginServing(parts: ServingParts): Promise<Serving> {
  const { origin, recent, secrets, io } = parts
  const { stdout } = io
  const folder = ownConfigFolder(process.platform, io.env)
  const remotes = keepRemotes({ folder, secrets, env: io.env, agent: `berth/${pkg.version}` })
  /** Who is in the console stays in. */
  const sessions = createSessions()
  const turns = createSlots(1)
  const { promise: lost, reject: lose } = Promise.withResolvers<never>()
  let { loaded, log } = parts
  let trouble: string | undefined
  let isEnding = false

  /** @param wished what the file says now, where that could not be had */
  async function launch(from: Loaded, wished = from): Promise<RunningServer> {
    const settings = openSettings(origin, from, wished)
    const reach = openReach({ folder, settings, secrets, atStart: from.config })
    return await startServer(from.config, log, {
      settings,
      secrets,
      sessions,
      syncs: { remotes: openRemotes({ folder, secrets }), folder },
      abilities: { restart, trouble: () => trouble, setup: setupFor(from), reach, remotes },
      onConsoleLink: (link) => void stdout.write(nextLink(link)),
    })
  }

  function setupFor(from: Loaded): HostSetup {
    const file = join(folder, 'setup.json')
    return openSetup({ file, isUntouched: isUntouched(origin, from), onTrouble: log.warn })
  }

  /** Whoever asked gets the answer first, since it comes through what is about to be stopped. */
  async function restart(): Promise<void> {
    const wished = readAnew(origin)
    turns.run(() => exchange(wished)).catch(lose)
  }

  async function exchange(wished: Loaded): Promise<void> {
    if (isEnding) return
    log.info('restarting with the settings of now')
    await server.stop()
    if (isEnding) return
    server = await launchOrGoBack(wished)
    stdout.write(restartedBanner(loaded.config, server))
  }

  async function launchOrGoBack(wished: Loaded): Promise<RunningServer> {
    const before = { loaded, log }
    trouble = undefined
    loaded = wished
    log = createLog(wished.config.log, stdout, recent)
    try {
      for (const warning of wished.warnings) log.warn(warning)
      return await launch(wished)
    } catch (error) {
      ;({ loaded, log } = before)
      trouble = await explainStart(error)
      log.error('the new settings could not be used, so those before count again', {
        cause: trouble,
      })
      return await launch(loaded, wished)
    }
  }

  let server = await launch(loaded)
  stdout.write(banner(loaded.config, server))
  return {
    get log() {
      return log
    },
    lost,
    async stop() {
      isEnding = true
      await turns.run(() => server.stop())
    },
  }
}

/** @throws ControlError that says what is wrong with the configuration; then nothing has changed */
function readAnew(origin: Origin): Loaded {
  try {
    return loadConfig(origin)
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause
    throw new ControlError('CONFLICT', cause.message, undefined, { cause })
  }
}

/** Why a registry could not be started, and what to do; for a person. */
export async function explainStart(error: unknown): Promise<string> {
  if (error instanceof AddressTaken) return await explainTaken(error)
  return error instanceof Error ? error.message : String(error)
}

async function explainTaken({ message, port }: AddressTaken): Promise<string> {
  if (port === undefined) return `${message}: choose another with http.addr`
  const holder = await describePortHolder(port)
  return `${message}${holder ? ` by ${holder}` : ''}: stop it, or choose another port with --port ${port + 1}`
}
