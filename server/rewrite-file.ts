import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** The new content from the old; gets `undefined` when there is no file yet. */
export type Change = (old: Buffer | undefined) => Buffer

/** Milliseconds between two looks whether somebody else is still changing the file. */
const PAUSE = 50

const NEW_FILE_MODE = 0o600

/**
 * Replaces a file by what `change` makes of it. At any moment the file is there whole, old or new;
 * it keeps its mode and owner. Several processes may do so at once: the draft, `<file>.new`, lets
 * one at a time.
 *
 * @param change when it throws, the file stays as it was.
 * @param patience milliseconds to wait for others.
 * @throws Error that says what to do, when the file or its folder cannot be written.
 */
export async function rewriteFile(file: string, change: Change, patience = 5000): Promise<void> {
  const target = (await realpath(file).catch(absent)) ?? file
  const draft = `${target}.new`
  const handle = await claim(draft, target, patience)
  try {
    await writeDraft(handle, target, change).finally(() => handle.close())
    await rename(draft, target)
  } catch (error) {
    await rm(draft, { force: true })
    throw explained(error, target)
  }
  await syncFolder(dirname(target))
}

async function claim(draft: string, target: string, patience: number): Promise<FileHandle> {
  for (let waited = 0; ; waited += PAUSE) {
    try {
      return await open(draft, 'wx', NEW_FILE_MODE)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw explained(error, target)
      if (waited >= patience) throw abandoned(draft, error)
    }
    await delay(PAUSE)
  }
}

async function writeDraft(handle: FileHandle, target: string, change: Change): Promise<void> {
  const old = await stat(target).catch(absent)
  await handle.writeFile(change(old && (await readFile(target))))
  if (old !== undefined) await adopt(handle, old)
  await handle.sync()
}

async function adopt(
  handle: FileHandle,
  old: { readonly mode: number; readonly uid: number; readonly gid: number },
): Promise<void> {
  const { uid, gid } = await handle.stat()
  if (uid !== old.uid || gid !== old.gid) await handle.chown(old.uid, old.gid)
  await handle.chmod(old.mode & 0o7777)
}

/** Without this a power cut can bring the old file back. Windows does not open folders. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  await using handle = await open(folder, 'r')
  await handle.sync()
}

function absent(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
}

/** What the file system refused, in words; an error of `change` stays as it is. */
function explained(error: unknown, target: string): unknown {
  const code = codeOf(error)
  return code === undefined
    ? error
    : new Error(`${target} cannot be written: ${reasonFor(code, target)}`, { cause: error })
}

function reasonFor(code: string, target: string): string {
  const folder = dirname(target)
  if (code === 'ENOENT') return `the folder ${folder} does not exist; create it first`
  if (code === 'EACCES') return `this user may not write in the folder ${folder}`
  if (code === 'EPERM') return 'only its owner may replace it; run the command as that user'
  if (code === 'EBUSY') return `it is a mount point; mount the folder ${folder} instead`
  if (code === 'EISDIR') return 'it is a folder'
  return code
}

function abandoned(draft: string, cause: unknown): Error {
  const advice = `${draft} exists: somebody else is changing the file. If not, remove it.`
  return new Error(advice, { cause })
}

function codeOf(error: unknown): string | undefined {
  // Only the system's own: an error of `change` may have a code that means something else.
  return error instanceof Error && 'syscall' in error
    ? (error as NodeJS.ErrnoException).code
    : undefined
}
