import { defaultRootDirectory, distributionRootDirectory } from '../config/data-folder.ts'
import type { Loaded, Origin } from '../config/load.ts'
import type { Setting, SettingKey } from '../control/settings-contract.ts'
import { defaultsFor, KNOWN_SETTINGS, type KnownSetting } from './known-settings.ts'

/** Every setting that says something for this registry. */
export function listSettings(origin: Origin, now: Loaded, atStart: Loaded): readonly Setting[] {
  const isOwn = origin.own === true
  const freesSpace = isOwn && now.config.storage.driver.kind !== 'azure'
  const defaults = defaultsFor({ deleteEnabled: isOwn, freesSpace }, defaultFolder(origin))
  return KNOWN_SETTINGS.filter(({ fits }) => fits?.(now.config) ?? true).map((known) => {
    const { key, kind, choices, applies } = known
    const value = valueOf(known, origin, now, defaults)
    const fixedBy = sourceOf(key, origin, now)
    const inUse = valueOf(known, origin, atStart, defaults)
    return {
      key,
      kind,
      ...(choices && { choices }),
      applies,
      value,
      defaultValue: defaults[key],
      ...(fixedBy !== undefined && { fixedBy }),
      ...(applies === 'after-restart' && inUse !== value && { inUse }),
    }
  })
}

/** What precedes the file for a key: an option of the command, or a variable; undefined for nothing. */
export function sourceOf(
  key: string,
  { overrides = {}, file }: Origin,
  { written }: Loaded,
): string | undefined {
  const option = optionFor(key, overrides)
  if (option) return option.name
  const source = written(key)?.place.source
  return source === file ? undefined : source
}

function optionFor(
  key: string,
  { addr, port, dataFolder }: NonNullable<Origin['overrides']>,
): { readonly name: string; readonly value?: string } | undefined {
  if (key === 'storage.filesystem.rootdirectory' && dataFolder !== undefined) {
    return { name: '--data' }
  }
  if (key !== 'http.addr') return undefined
  if (addr !== undefined) return { name: '--addr', value: addr }
  return port === undefined ? undefined : { name: '--port', value: `localhost:${port}` }
}

function valueOf(
  { key, kind }: KnownSetting,
  { overrides = {} }: Origin,
  { config, written }: Loaded,
  defaults: Readonly<Record<SettingKey, string>>,
): string {
  const option = optionFor(key, overrides)?.value
  if (option !== undefined) return option
  if (key === 'storage.filesystem.rootdirectory' && config.storage.driver.kind === 'filesystem') {
    return config.storage.driver.rootDirectory
  }
  const text = written(key)?.text ?? defaults[key]
  return kind === 'text' ? text : plain(kind, text)
}

/** One spelling of what YAML has several for. */
function plain(kind: 'switch' | 'choice', text: string): string {
  if (kind === 'choice') return text.toLowerCase()
  return String(/^(?:true|yes|y|on)$/i.test(text))
}

/** Distribution's, where a file of its kind names the driver and no folder. */
function defaultFolder({ own, platform = process.platform, env }: Origin): string {
  return own ? defaultRootDirectory(platform, env) : distributionRootDirectory(platform, env)
}
