import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { attempt, run } from './command.ts'
import type { CommandOptions, Outcome } from './command.ts'

/** `podman` or `buildah` with images and logins of its own. */
export interface ContainersClient {
  readonly run: (args: readonly string[], options?: CommandOptions) => Promise<string>
  readonly attempt: (args: readonly string[], options?: CommandOptions) => Promise<Outcome>
}

/** A client whose images and logins all lie in `folder`; it has none of either yet. */
export async function containersClient(
  command: 'podman' | 'buildah',
  folder: string,
): Promise<ContainersClient> {
  const logins = join(folder, 'auth.json')
  // A login file that is named but not there is an error to both, except for `login` itself.
  if (!existsSync(logins)) await writeFile(logins, '{}')
  const storage = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run')]
  const own = [...storage, '--storage-driver', 'vfs']
  const options = (more?: CommandOptions): CommandOptions => ({
    ...more,
    env: { REGISTRY_AUTH_FILE: logins, TMPDIR: folder },
  })
  return {
    run: (args, more) => run(command, [...own, ...args], options(more)),
    attempt: (args, more) => attempt(command, [...own, ...args], options(more)),
  }
}
