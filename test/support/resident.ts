import { readFileSync } from 'node:fs'

/** The most memory that a process has had at any time of its life, in bytes; Linux knows. */
export function peakResident(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}
