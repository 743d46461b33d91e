import { copyFile, mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { run } from './command.ts'
import type { DockerClient } from './docker.ts'
import { temporaryFolder } from './folder.ts'

const APPLETS = ['sh', 'cat', 'mkfifo', 'rm', 'dd']
/** Debian's static BusyBox is built without it; Docker Hub's image has one of its own. */
const TCPSVD = '/usr/bin/tcpsvd'

/** Brings `busybox:latest` into an engine without any registry, made of this machine's programs. */
export async function importBusybox(docker: DockerClient): Promise<void> {
  await using folder = await temporaryFolder('busybox')
  const root = join(folder.path, 'root')
  await copyInto(root, '/bin/busybox')
  for (const name of APPLETS) await symlink('busybox', join(root, 'bin', name))
  for (const file of [TCPSVD, ...(await librariesOf(TCPSVD))]) await copyInto(root, file)
  const archive = join(folder.path, 'busybox.tar')
  await run('tar', ['-cf', archive, '-C', root, '.'])
  await docker.run(['import', archive, 'busybox:latest'])
}

async function copyInto(root: string, file: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true })
  await copyFile(file, join(root, file))
}

async function librariesOf(program: string): Promise<readonly string[]> {
  const lines = (await run('ldd', [program])).split('\n')
  return lines.map((line) => /\/\S+/.exec(line)?.[0]).filter((file) => file !== undefined)
}
