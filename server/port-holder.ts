import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import {
  describeProgram,
  listenerInodes,
  lsofListener,
  netstatListener,
  tasklistName,
} from './port-listings.ts'
import type { Program } from './port-listings.ts'

/** Milliseconds for the whole search: a hint is not worth a longer wait. */
const PATIENCE = 2000

const execute = promisify(execFile)

/**
 * Who listens on a TCP port of this machine, such as `nginx (pid 812)`; `undefined` where that
 * cannot be found, for example because the program belongs to another user. Never throws, and
 * takes two seconds at most.
 */
export async function describePortHolder(port: number): Promise<string | undefined> {
  const timer = new AbortController()
  const late = delay(PATIENCE, undefined, { signal: timer.signal, ref: false })
  try {
    const program = await Promise.race([find(port, timer.signal), late])
    return program && describeProgram(program)
  } catch {
    // Whatever keeps us from finding it: the caller has an error of its own to tell.
    return undefined
  } finally {
    late.catch(() => undefined)
    timer.abort()
  }
}

function find(port: number, signal: AbortSignal): Promise<Program | undefined> {
  if (process.platform === 'win32') return findOnWindows(port, signal)
  if (process.platform === 'darwin') return findOnMac(port, signal)
  return findOnLinux(port, signal)
}

async function findOnLinux(port: number, signal: AbortSignal): Promise<Program | undefined> {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readIfAny(file))
  const inodes = listenerInodes((await Promise.all(tables)).join('\n'), port)
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`))
  if (sockets.size === 0) return undefined
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  // Of a server with several processes the first is the one to name.
  for (const pid of pids.toSorted((a, b) => a - b)) {
    if (signal.aborted) return undefined
    if (await holdsOne(pid, sockets)) return { pid, name: await nameOf(pid) }
  }
  return undefined
}

async function holdsOne(pid: number, sockets: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`
  const open = await readdir(folder).catch(() => [])
  const targets = await Promise.all(open.map((fd) => readlink(`${folder}/${fd}`).catch(() => '')))
  return targets.some((target) => sockets.has(target))
}

/** The program's file: a process may call itself anything, and Node's is called `MainThread`. */
async function nameOf(pid: number): Promise<string> {
  const program = await readlink(`/proc/${pid}/exe`).catch(() => '')
  return basename(program).replace(/ \(deleted\)$/, '') || readIfAny(`/proc/${pid}/comm`)
}

/** Processes come and go while we look, and some belong to others. */
async function readIfAny(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch(() => '')
}

async function findOnMac(port: number, signal: AbortSignal): Promise<Program | undefined> {
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpcn']
  return lsofListener((await execute('lsof', args, { signal })).stdout)
}

async function findOnWindows(port: number, signal: AbortSignal): Promise<Program | undefined> {
  const options = { signal, windowsHide: true }
  const pid = netstatListener((await execute('netstat', ['-ano'], options)).stdout, port)
  if (pid === undefined) return undefined
  const filter = ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']
  const name = tasklistName((await execute('tasklist', filter, options)).stdout, pid)
  return { pid, name: name ?? '' }
}
