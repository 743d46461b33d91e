/** A process by its number and the name it goes by, which may be empty. */
export interface Program {
  readonly pid: number
  readonly name: string
}

/** Linux: `TCP_LISTEN` in `/proc/net/tcp`. */
const LISTENING = '0A'

/**
 * Linux: the inodes of the sockets that listen on a port.
 *
 * @param tables the text of `/proc/net/tcp` and `/proc/net/tcp6`.
 */
export function listenerInodes(tables: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return tables.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
    return local.endsWith(suffix) && state === LISTENING ? [inode] : []
  })
}

/**
 * macOS: the first process in the output of `lsof -Fpcn`, in which every line is a letter that
 * says what follows: `p812`, `cnginx`, `f6`, `n*:5000`.
 */
export function lsofListener(output: string): Program | undefined {
  const lines = output.split('\n')
  const start = lines.findIndex((line) => /^p\d+$/.test(line))
  if (start === -1) return undefined
  const after = lines.slice(start + 1)
  const next = after.findIndex((line) => line.startsWith('p'))
  const own = next === -1 ? after : after.slice(0, next)
  const name = own.find((line) => line.startsWith('c'))?.slice(1) ?? ''
  return { pid: Number(lines[start]?.slice(1)), name }
}

/**
 * Windows: the process that listens on a port, from the output of `netstat -ano`. The word for
 * the state is translated, so a listener is known by having no foreign address.
 */
export function netstatListener(output: string, port: number): number | undefined {
  for (const line of output.split('\n')) {
    const [protocol, local = '', foreign = '', , pid] = line.trim().split(/\s+/)
    const listens = protocol === 'TCP' && /^(?:0\.0\.0\.0|\[::\]):0$/.test(foreign)
    if (listens && local.endsWith(`:${port}`)) return Number(pid)
  }
  return undefined
}

/** Windows: the name of a process, from the output of `tasklist /FO CSV /NH`. */
export function tasklistName(output: string, pid: number): string | undefined {
  const rows = output
    .split('\n')
    .map((line) => /^"(?<name>[^"]*)","(?<pid>\d+)"/.exec(line)?.groups)
  return rows.find((row) => row?.['pid'] === String(pid))?.['name']
}

/** macOS has it on port 5000, in the control centre, whose name lsof cuts off. */
const AIRPLAY = 'AirPlay Receiver (turn it off in System Settings, General, AirDrop & Handoff)'

/** A program in the words of an error message. */
export function describeProgram({ name, pid }: Program): string {
  // A program chooses its own name: it must not control the terminal.
  const plain = name.replaceAll(/\p{C}/gu, '').trim()
  if (plain.startsWith('ControlCe')) return AIRPLAY
  return plain === '' ? `the process with pid ${pid}` : `${plain} (pid ${pid})`
}
