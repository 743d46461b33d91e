import { access, constants, readdir, stat, statfs } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize, sep } from 'node:path'
import type { FolderLook } from '../control/storage-contract.ts'

/** Where a registry's images are, below its folder. */
const TREE = join('docker', 'registry', 'v2')
/** How many folders are looked into for repositories. */
const MOST_FOLDERS = 2_000

/**
 * What is in a folder where images shall live, without touching it. A part of a registry's own tree
 * (`…/docker`) stands for the folder that holds it.
 *
 * @param inUse the folder of the registry that runs
 */
export async function lookAtFolder(asked: string, inUse?: string): Promise<FolderLook> {
  if (!isAbsolute(asked)) return { state: 'relative', folder: asked }
  const plain = normalize(asked).replace(/(?<=.)[/\\]+$/, '')
  const folder = holderOf(plain)
  const found = { folder, ...(folder !== plain && { corrected: true }) }
  if (folder === inUse) return { ...found, state: 'in-use-by-berth', ...(await freeAt(folder)) }
  const state = await stateOf(folder)
  if (state === 'not-a-folder') return { ...found, state }
  const space = await freeAt(folder)
  if (!(await isWritable(folder))) return { ...found, state: 'not-writable', ...space }
  const images = state === 'other' ? await countRepositories(join(folder, TREE)) : undefined
  return images
    ? { ...found, state: 'registry', ...images, ...space }
    : { ...found, state, ...space }
}

/** `/srv/images` for `/srv/images/docker/registry/v2` and what lies between. */
function holderOf(folder: string): string {
  const parts = TREE.split(sep)
  for (let length = parts.length; length > 0; length--) {
    const ending = sep + parts.slice(0, length).join(sep)
    // A folder that is called `docker` may well hold a registry's.
    if (length > 1 && folder.endsWith(ending)) return folder.slice(0, -ending.length) || sep
  }
  return folder
}

async function stateOf(folder: string): Promise<'absent' | 'empty' | 'other' | 'not-a-folder'> {
  try {
    const names = await readdir(folder)
    return names.some((name) => name !== '.berth' && name !== 'lost+found') ? 'other' : 'empty'
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') return 'absent'
    // Whether one may write there is asked later.
    return code === 'ENOTDIR' ? 'not-a-folder' : 'other'
  }
}

/** The folder itself, or the nearest above it that is there. */
async function existing(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  )
  return isThere || dirname(folder) === folder ? folder : await existing(dirname(folder))
}

async function isWritable(folder: string): Promise<boolean> {
  try {
    // oxlint-disable-next-line no-bitwise -- flags of the system
    await access(await existing(folder), constants.R_OK | constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function freeAt(folder: string): Promise<{ readonly freeBytes?: number }> {
  try {
    const { bavail, bsize } = await statfs(await existing(folder))
    return { freeBytes: bavail * bsize }
  } catch {
    return {}
  }
}

/** Undefined where there is no registry's tree. */
async function countRepositories(
  tree: string,
): Promise<{ readonly repositories: number; readonly more?: true } | undefined> {
  const root = join(tree, 'repositories')
  const names = await readdir(tree).catch(() => undefined)
  if (!names?.some((name) => name === 'repositories' || name === 'blobs')) return undefined
  const waiting = [root]
  let repositories = 0
  for (let looked = 0; waiting.length > 0; looked++) {
    if (looked >= MOST_FOLDERS) return { repositories, more: true }
    const folder = waiting.shift() ?? root
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    if (entries.some(({ name }) => name === '_manifests')) repositories++
    const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    waiting.push(...below.map(({ name }) => join(folder, name)))
  }
  return { repositories }
}
