import { loadConfig } from '../config/load.ts'
import { parseRemoteAddress } from '../remotes/remote-address.ts'
import { runLog, type RunRecord } from '../sync/run-log.ts'
import { parseCommandLine, UsageError, type CommandIo } from './command.ts'
import { originOf } from './origin.ts'
import { sizeText } from './progress.ts'
import { databaseOf } from './sync-database.ts'
import { withRemotes } from './sync-target.ts'

const SHOWN = 20

/** `berth sync status`: what runs came to, the newest first. @returns the exit code */
export async function syncStatus(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandLine({
    args,
    allowPositionals: true,
    options: { config: { type: 'string' }, data: { type: 'string' }, json: { type: 'boolean' } },
  })
  const [target, ...rest] = positionals
  if (rest.length > 0) throw new UsageError('sync status takes one TARGET at most')
  const overrides = values.data === undefined ? {} : { dataFolder: values.data }
  const { config } = loadConfig(originOf(values.config, overrides, io))
  const address = target === undefined ? undefined : await addressOf(target, io)
  const { driver } = config.storage
  const folder = driver.kind === 'filesystem' ? driver.rootDirectory : undefined
  const database = databaseOf({ folder }, io)
  try {
    const runs = runLog(database).list({ address, limit: SHOWN })
    io.stdout.write(
      values.json ? `${JSON.stringify(runs.map(shown), undefined, 2)}\n` : textOf(runs),
    )
    return 0
  } finally {
    database.close()
  }
}

async function addressOf(text: string, io: CommandIo): Promise<string> {
  const saved = await withRemotes(io, (remotes) => remotes.get(text))
  return parseRemoteAddress(saved?.url ?? text).url
}

function shown({ request, ...run }: RunRecord): object {
  return { ...run, direction: request.rule.direction, cause: request.cause }
}

function textOf(runs: readonly RunRecord[]): string {
  if (runs.length === 0) return 'nothing was synced yet\n'
  return runs.map((run) => `${lineOf(run)}\n`).join('')
}

function lineOf(run: RunRecord): string {
  const { startedAt, remote, request, state, totals, progress, failed, conflicts, message } = run
  const at = new Date(startedAt).toISOString().slice(0, 19).replace('T', ' ')
  const way = request.rule.direction === 'push' ? 'to' : 'from'
  const parts = [
    state,
    ...(totals ? [`${totals.new} new`, `${totals.changed} changed`] : []),
    ...(progress ? [`sent ${sizeText(progress.sentBytes)}`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(conflicts > 0 ? [`${conflicts} in conflict`] : []),
    ...(message === undefined ? [] : [message]),
  ]
  return `${at}  ${way} ${remote}  ${parts.join(', ')}`
}
