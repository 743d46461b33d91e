import { readFileSync } from 'node:fs'

/** Megabytes of memory that a process has now (`VmRSS`) or has had at most (`VmHWM`), by the kernel's account. */
export function resident(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]
  return (Number(kibibytes) * 1024) / 1e6
}
