import type { ScannedPaths, StorageDriver } from '../storage/driver.ts'

/**
 * The children of folders that a walk comes by in their order. Where storage can scan, one request
 * tells the children of hundreds of small folders; else each is listed by itself.
 */
export interface Folders {
  children(path: string): Promise<readonly string[]>
}

/** Part of all paths in order, with none left out between its first and its last. */
interface Window {
  readonly from: string
  readonly paths: readonly string[]
  readonly more: boolean
}

/** Folders listed one by one after a scan did not even reach the end of one. */
const PAUSE = 32
/** The character behind `/`. */
const AFTER_SLASH = '0'

/** @param root the folder that holds all others */
export function createFolders(driver: StorageDriver, root: string): Folders {
  const list = (path: string): Promise<string[]> => Array.fromAsync(driver.list(path))
  const scan = driver.scan?.bind(driver)
  return scan ? scannedFolders((from) => scan(root, from), list) : { children: list }
}

function scannedFolders(
  scan: (from: string) => Promise<ScannedPaths>,
  list: (path: string) => Promise<readonly string[]>,
): Folders {
  let window: Window = { from: '', paths: [], more: true }
  let pause = 0
  let turn: Promise<unknown> = Promise.resolve()

  /** Undefined where the folder has to be listed. */
  async function fromWindow(path: string): Promise<readonly string[] | undefined> {
    const known = childrenIn(window, path)
    if (known) {
      // The folder that was too long for its scan is one of many small ones.
      pause = 0
      return known
    }
    if (pause > 0) {
      pause--
      return undefined
    }
    const from = `${path}/`
    window = { from, ...(await scan(from)) }
    const found = childrenIn(window, path)
    if (!found) pause = PAUSE
    return found
  }

  return {
    // One after the other, so that those who come next find what the first has brought.
    async children(path) {
      const asked = turn.then(() => fromWindow(path))
      turn = asked.catch(() => {})
      return (await asked) ?? (await list(path))
    },
  }
}

/** The children of a folder, if all it holds lies in the window. */
function childrenIn({ from, paths, more }: Window, folder: string): readonly string[] | undefined {
  const prefix = `${folder}/`
  const end = `${folder}${AFTER_SLASH}`
  const last = paths.at(-1) ?? ''
  if (prefix < from || (more && last < end)) return undefined
  const names = new Set<string>()
  for (let at = firstNotBelow(paths, prefix); at < paths.length; at++) {
    const path = paths[at] ?? ''
    if (!path.startsWith(prefix)) break
    names.add(path.slice(prefix.length).split('/', 1)[0] ?? '')
  }
  return [...names].sort()
}

/** The index of the first path that is not less, by halves. */
function firstNotBelow(paths: readonly string[], wanted: string): number {
  let [low, high] = [0, paths.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((paths[middle] ?? '') < wanted) low = middle + 1
    else high = middle
  }
  return low
}
