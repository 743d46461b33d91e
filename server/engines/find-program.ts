import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { Surroundings } from './surroundings.ts'

/** Where programs lie that the PATH of an app started from macOS's desktop does not name. */
const MAC_FOLDERS = ['/usr/local/bin', '/opt/homebrew/bin', '/opt/podman/bin']

/** The file of a program by its name; undefined where there is none. */
export async function findProgram(
  name: string,
  { env, platform }: Surroundings,
): Promise<string | undefined> {
  const file = platform === 'win32' ? `${name}.exe` : name
  const named = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  for (const folder of platform === 'darwin' ? [...named, ...MAC_FOLDERS] : named) {
    const path = join(folder, file)
    const isThere = access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (await isThere) return path
  }
  return undefined
}
