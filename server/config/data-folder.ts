import { homedir } from 'node:os'
import { posix, win32 } from 'node:path'

/**
 * The folder in which this platform keeps an application's data for the person who runs it:
 * `~/Library/Application Support/Berth`, `%LOCALAPPDATA%\Berth`, or `berth` below `$XDG_DATA_HOME`
 * (`~/.local/share` without it).
 */
export function defaultDataFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'win32') return win32.join(localAppData(env), 'Berth')
  const home = env['HOME'] || homedir()
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Berth')
  return posix.join(absolute(env['XDG_DATA_HOME']) ?? posix.join(home, '.local', 'share'), 'berth')
}

/**
 * The folder in which this platform keeps an application's configuration:
 * `~/Library/Application Support/Berth`, `%APPDATA%\Berth`, or `berth` below `$XDG_CONFIG_HOME`
 * (`~/.config` without it).
 */
export function ownConfigFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'win32') return win32.join(roamingAppData(env), 'Berth')
  const home = env['HOME'] || homedir()
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Berth')
  return posix.join(absolute(env['XDG_CONFIG_HOME']) ?? posix.join(home, '.config'), 'berth')
}

/** The file that Berth reads where none is named, and writes what is set in the console to. */
export function ownConfigFile(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  const { join } = platform === 'win32' ? win32 : posix
  return join(ownConfigFolder(platform, env), 'config.yml')
}

/** Where images lie when a file of Distribution's kind names no folder: its own place, where the platform has it. */
export function distributionRootDirectory(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): string {
  const hasVarLib = platform !== 'win32' && platform !== 'darwin'
  return hasVarLib ? '/var/lib/registry' : defaultRootDirectory(platform, env)
}

/** Where images lie when no configuration says otherwise: `registry` in the data folder. */
export function defaultRootDirectory(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  const { join } = platform === 'win32' ? win32 : posix
  return join(defaultDataFolder(platform, env), 'registry')
}

function localAppData(env: NodeJS.ProcessEnv): string {
  return env['LOCALAPPDATA'] || win32.join(env['USERPROFILE'] || homedir(), 'AppData', 'Local')
}

function roamingAppData(env: NodeJS.ProcessEnv): string {
  return env['APPDATA'] || win32.join(env['USERPROFILE'] || homedir(), 'AppData', 'Roaming')
}

/** The XDG base directory specification tells to ignore a relative path. */
function absolute(folder: string | undefined): string | undefined {
  return folder !== undefined && posix.isAbsolute(folder) ? folder : undefined
}
