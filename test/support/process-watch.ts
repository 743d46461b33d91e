import { readdir, readFile } from 'node:fs/promises'

/** The command lines that were seen, of a process and all that it started. */
export interface ProcessWatch extends Disposable {
  readonly seen: () => readonly string[]
}

/** Between two looks, in milliseconds. */
const PAUSE = 5

/** Looks on until it is disposed of; Linux only, elsewhere it sees nothing. */
export function watchProcesses(root: number): ProcessWatch {
  const seen = new Set<string>()
  let isOver = false
  const look = async (): Promise<void> => {
    await lookAt(root, seen)
    if (!isOver) timer = setTimeout(() => void look(), PAUSE)
  }
  let timer = setTimeout(() => void look(), 0)
  return {
    seen: () => [...seen],
    [Symbol.dispose]() {
      isOver = true
      clearTimeout(timer)
    },
  }
}

async function lookAt(pid: number, seen: Set<string>): Promise<void> {
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  if (line !== '') seen.add(line.replaceAll('\0', ' '))
  const threads = await readdir(`/proc/${pid}/task`).catch(() => [])
  for (const thread of threads) {
    const children = await readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')
    for (const child of children.split(' ').filter(Boolean)) await lookAt(Number(child), seen)
  }
}
