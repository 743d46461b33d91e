import type { AuditEntry } from '../../../server/control/audit-contract.ts'
import { shortDigest } from '../../format.ts'
import { nameOf, type Place } from '../../place.ts'
import { audit as words } from '../../strings/audit.ts'

/** What was done, in words where there are some. */
export function deedText({ action }: AuditEntry): string {
  return words.actions[action] ?? action
}

/** What it was about, in short. */
export function subjectText({ repository, tag, digest, details, repeated }: AuditEntry): string {
  const image = repository && imageText(repository, tag, digest)
  const parts = [image, details && detailsText(details), repeated && words.repeated(repeated)]
  return parts.filter(Boolean).join(' · ')
}

function imageText(repository: string, tag?: string, digest?: string): string {
  if (tag !== undefined) return nameOf(repository, tag)
  return digest === undefined ? repository : `${repository}@${shortDigest(digest)}`
}

/** `{"repository":"app","tags":["a","b"]}` as “repository app, tags a b”. */
function detailsText(json: string): string {
  const details: unknown = JSON.parse(json)
  if (typeof details !== 'object' || details === null) return plain(details)
  return Object.entries(details)
    .map(([name, value]) => `${name} ${plain(value)}`)
    .join(', ')
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(' ')
  if (typeof value !== 'object' || value === null) return String(value)
  const parts = Object.entries(value).map(([name, part]) => `${name} ${plain(part)}`)
  return `(${parts.join(', ')})`
}

/** Where its repository is; undefined where it is about none. */
export function openedBy({ repository }: AuditEntry): Place | undefined {
  return repository === undefined ? undefined : { page: 'repository', repository }
}
