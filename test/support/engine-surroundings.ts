import { existsSync } from 'node:fs'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'

/** Where Docker's client lies. */
const PROGRAMS = ['/usr/bin/docker', '/usr/local/bin/docker']

/** Variables with which a Berth finds this engine and no other; its home is in `folder`. */
export async function onlyDocker(host: string, folder: string): Promise<Record<string, string>> {
  const programs = join(folder, 'bin')
  const home = join(folder, 'home')
  await mkdir(programs, { recursive: true })
  await mkdir(home, { recursive: true })
  const program = PROGRAMS.find((file) => existsSync(file))
  if (program !== undefined) await symlink(program, join(programs, 'docker'))
  return { DOCKER_HOST: host, PATH: programs, HOME: home, XDG_RUNTIME_DIR: join(home, 'run') }
}
