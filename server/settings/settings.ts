import { mkdir } from 'node:fs/promises'
import { dirname, isAbsolute } from 'node:path'
import type { Config } from '../config/config.ts'
import { loadConfig, type Loaded, type Origin } from '../config/load.ts'
import { ControlError } from '../control/control-error.ts'
import type { SettingKey, Settings } from '../control/settings-contract.ts'
import type { FileChange, RunningSettings } from '../control/host.ts'
import { isLoopbackOnly } from '../http/guard.ts'
import { rewriteFile } from '../rewrite-file.ts'
import { changedText } from './changed-text.ts'
import { explained } from './explained.ts'
import { listSettings, sourceOf } from './list-settings.ts'
import { needsRestart } from './needs-restart.ts'
import { openPeopleSettings } from './people.ts'
import { storageSettings } from './storage-choice.ts'

/**
 * Settings in a file of Distribution's language, which people may edit as well.
 *
 * @param origin what the registry was started from; with the file that changes go to
 * @param atStart what that amounted to
 * @param wished what the file says, where that is not what runs
 */
export function openSettings(
  origin: Origin & { readonly file: string },
  atStart: Loaded,
  wished: Loaded = atStart,
): RunningSettings {
  const listeners: ((config: Config) => void)[] = []
  let now = wished

  async function write(
    edit: (text: string) => string,
    check: (loaded: Loaded) => void,
  ): Promise<void> {
    let loaded = now
    await mkdir(dirname(origin.file), { recursive: true })
    await rewriteFile(origin.file, (old) => {
      const text = edit(old?.toString('utf8') ?? '')
      loaded = loadConfig({ ...origin, text })
      check(loaded)
      return Buffer.from(text)
    })
    now = loaded
    for (const listener of listeners) listener(now.config)
  }

  async function rewrite(
    edit: (text: string) => string,
    changes: readonly FileChange[] = [],
  ): Promise<void> {
    const keys = changes.map(({ key }) => key)
    const check = (loaded: Loaded): void => {
      refuseDoubtful(loaded.warnings, changes)
      checkReach(loaded.config, now.config)
    }
    await write(edit, check).catch((error: unknown) => {
      throw explained(error, keys)
    })
  }

  return {
    list: (): Settings => ({
      file: origin.file,
      settings: listSettings(origin, now, atStart),
      needsRestart: needsRestart(now.config, atStart.config),
    }),
    get now() {
      return now.config
    },
    sourceOf: (key) => sourceOf(key, origin, now),
    async change(changes) {
      refuseUnknown(listSettings(origin, now, atStart), changes)
      refuseFixed(changes, (key) => sourceOf(key, origin, now))
      for (const { key, value } of changes) checkFolder(key, value)
      await rewrite((text) => changedText(text, changes), changes)
    },
    async write(changes) {
      refuseFixed(changes, (key) => sourceOf(key, origin, now))
      await rewrite((text) => changedText(text, changes), changes)
    },
    storage: storageSettings({ origin, atStart, now: () => now, rewrite }),
    people: openPeopleSettings(origin, () => now.config, write),
    onChange: (listener) => void listeners.push(listener),
  }
}

function refuseUnknown(settings: Settings['settings'], changes: readonly FileChange[]): void {
  for (const { key } of changes) {
    if (settings.some((one) => one.key === key)) continue
    throw new ControlError('INVALID_INPUT', 'this registry has no such setting', key)
  }
}

function refuseFixed(
  changes: readonly FileChange[],
  source: (key: string) => string | undefined,
): void {
  for (const { key } of changes) {
    const fixedBy = source(key)
    if (fixedBy === undefined) continue
    throw new ControlError('INVALID_INPUT', `set by ${fixedBy}; change it there`, key)
  }
}

/** A folder that is meant for people's images is named in full, wherever Berth is started from. */
function checkFolder(key: string, value: string | undefined): void {
  if (key !== 'storage.filesystem.rootdirectory' || value === undefined) return
  if (isAbsolute(value)) return
  throw new ControlError('INVALID_INPUT', 'name the whole path of a folder', key)
}

/** What a file may say with a warning, such as a time without a unit, nobody has to say here. */
function refuseDoubtful(warnings: readonly string[], changes: readonly FileChange[]): void {
  for (const { key, value } of changes) {
    const [, doubt] =
      warnings.map((text) => text.split(`: ${key}: `)).find((parts) => parts[1]) ?? []
    if (value !== undefined && doubt) throw new ControlError('INVALID_INPUT', doubt, key)
  }
}

/** Where each setting makes Berth listen. */
const LISTENS = {
  'http.addr': ({ http }: Config) => http.listen,
  'console.addr': ({ console }: Config) => console.listen ?? [],
} as const satisfies Partial<Record<SettingKey, unknown>>

/** Who opens the registry to the network without a login shuts this console, and is not asked for it. */
function checkReach(after: Config, before: Config): void {
  if (after.auth.htpasswd) return
  for (const [key, listens] of Object.entries(LISTENS)) {
    if (isLoopbackOnly(listens(after)) || !isLoopbackOnly(listens(before))) continue
    const message =
      'other machines could reach it and nobody would have to log in; set auth.htpasswd in the file first'
    throw new ControlError('INVALID_INPUT', message, key)
  }
}
