import { existsSync } from 'node:fs'
import { createCare, type Care } from '../collect/care.ts'
import type { Config } from '../config/config.ts'
import { ownConfigFolder } from '../config/data-folder.ts'
import { loadConfig } from '../config/load.ts'
import { keepSecrets } from '../secrets/secrets-keeper.ts'
import { openUnserved } from '../unserved.ts'
import { UsageError, type CommandIo } from './command.ts'
import type { EndOptions } from './end.ts'
import { originOf } from './origin.ts'
import { sizeText } from './progress.ts'

/** The storage that a command cares for. */
export interface CareEnd extends AsyncDisposable {
  readonly care: Omit<Care, 'close'>
  progress(verb: string): CareProgress
}

export interface CareProgress {
  show(progress: {
    readonly phase: string
    readonly done: number
    readonly freedBytes?: number
  }): void
  end(): void
}

/** @param grace instead of the configuration's, in milliseconds */
export async function openCareEnd(
  options: EndOptions,
  io: CommandIo,
  grace?: number,
): Promise<CareEnd> {
  const { data } = options
  const overrides = data === undefined ? {} : { dataFolder: data }
  const { config } = loadConfig(originOf(options.config, overrides, io))
  const { driver, gc } = config.storage
  if (driver.kind === 'inmemory') {
    throw new Error('its images are in the memory of whoever serves it: use --registry')
  }
  if (driver.kind === 'filesystem' && !existsSync(driver.rootDirectory)) {
    throw new Error(`there is no folder ${driver.rootDirectory}`)
  }
  if (grace !== undefined && driver.kind !== 'filesystem') {
    throw new UsageError('--grace is for a folder that nobody serves')
  }
  return await openFolder(config, grace ?? gc.grace, io)
}

async function openFolder(config: Config, grace: number, io: CommandIo): Promise<CareEnd> {
  const { stderr, env } = io
  const log = {
    error: (message: string, fields?: Readonly<Record<string, unknown>>) =>
      void stderr.write(`berth: ${message}: ${String(fields?.['path'])}\n`),
  }
  const secrets = keepSecrets({ folder: ownConfigFolder(process.platform, env), env })
  const { registry, driver, close } = await openUnserved(config, log, secrets).finally(() =>
    secrets.close(),
  )
  const care = createCare({ driver, registry, grace })
  return {
    care,
    progress: (verb) => showCare(io, verb),
    async [Symbol.asyncDispose]() {
      await care.close()
      await close()
    },
  }
}

const PHASES: Readonly<Record<string, string>> = {
  listing: 'blobs listed',
  reading: 'repositories read',
  removing: 'blobs done',
}
const INTERVAL = 200

/** On a line of its own, for a person who waits; nothing where nobody looks. */
export function showCare({ stderr }: CommandIo, verb: string): CareProgress {
  let last = performance.now()
  let shown = false
  return {
    show({ phase, done, freedBytes = 0 }) {
      if (!stderr.isTTY || performance.now() - last < INTERVAL) return
      last = performance.now()
      shown = true
      const bytes = freedBytes > 0 ? `, ${sizeText(freedBytes)}` : ''
      stderr.write(`\r\u001B[K${verb}: ${done} ${PHASES[phase] ?? phase}${bytes}`)
    },
    end() {
      if (shown) stderr.write('\r\u001B[K')
      shown = false
    },
  }
}
