import { randomUUID } from 'node:crypto'
import { access, constants, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DoctorFinding } from '../control/doctor-contract.ts'

const GIB = 1024 ** 3

/** Whether images can be written to a folder, or the folder be made. */
export async function lookAtFolder(root: string): Promise<readonly DoctorFinding[]> {
  const found = await stat(root).catch(() => undefined)
  if (!found) return [await lookAtMissing(root)]
  if (!found.isDirectory()) {
    return [problem(`${root} is no folder.`, 'Name a folder in storage.filesystem.rootdirectory.')]
  }
  const probe = join(root, `.berth-doctor-${randomUUID()}`)
  try {
    await writeFile(probe, 'probe', { flag: 'wx' })
    return [{ state: 'ok', text: `Images lie in ${root}, which can be written.` }]
  } catch (error) {
    return [
      problem(
        `Images lie in ${root}, which cannot be written: ${(error as Error).message}`,
        'Let the user who runs Berth write there.',
      ),
    ]
  } finally {
    await rm(probe, { force: true })
  }
}

async function lookAtMissing(root: string): Promise<DoctorFinding> {
  const parent = await nearestFolder(root)
  const may = await access(parent, constants.W_OK).then(
    () => true,
    () => false,
  )
  return may
    ? { state: 'ok', text: `Images will lie in ${root}, which is made at the first start.` }
    : problem(
        `${root} does not exist, and Berth may not make it.`,
        `Let the user who runs Berth write in ${parent}.`,
      )
}

/** How much room there is. */
export async function lookAtDisk(root: string): Promise<readonly DoctorFinding[]> {
  const { bavail, blocks, bsize } = await statfs(await nearestFolder(root))
  const free = bavail * bsize
  const text = `${gib(free)} of ${gib(blocks * bsize)} are free on the disk that holds the images.`
  if (free >= Math.min(5 * GIB, (blocks * bsize) / 10)) return [{ state: 'ok', text }]
  return [problem(text, 'Make room on it, or move the images to a larger one.')]
}

async function nearestFolder(path: string): Promise<string> {
  for (let folder = path; ; folder = dirname(folder)) {
    const isThere = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    )
    if (isThere || folder === dirname(folder)) return folder
  }
}

const gib = (bytes: number): string => `${(bytes / GIB).toFixed(bytes < 10 * GIB ? 1 : 0)} GiB`

function problem(text: string, todo: string): DoctorFinding {
  return { state: 'problem', text, todo }
}
