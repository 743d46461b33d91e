import { randomUUID } from 'node:crypto'
import type { Happening } from '../traffic/witness.ts'

/**
 * What is told of, in the words of CNCF Distribution's notifications: `Event` in its
 * `notifications/event.go`, names and absences as its version 2.8 sends them.
 */
export interface NotificationEvent {
  readonly id: string
  readonly timestamp: string
  readonly action: Happening['action']
  readonly target: EventTarget
  readonly request: {
    readonly id: string
    readonly addr: string
    readonly host: string
    readonly method: string
    readonly useragent: string
  }
  readonly actor: { readonly name?: string }
  readonly source: EventSource
}

export interface EventTarget {
  readonly mediaType?: string
  readonly size?: number
  readonly digest?: string
  /** The size again, as version 1 called it. */
  readonly length?: number
  readonly repository: string
  readonly fromRepository?: string
  readonly url?: string
  readonly tag?: string
  readonly references?: readonly Descriptor[]
}

/** Who tells. */
export interface EventSource {
  /** This machine's name, and the port. */
  readonly addr: string
  /** Of this run of the server. */
  readonly instanceID: string
}

interface Descriptor {
  readonly mediaType?: string
  readonly size?: number
  readonly digest?: string
  readonly platform?: unknown
}

export interface EventWishes {
  readonly source: EventSource
  readonly includeReferences: boolean
  readonly now?: () => number
}

/** Bytes of a manifest whose references are told. */
const LARGEST = 256 * 1024

export function eventOf(happening: Happening, wishes: EventWishes): NotificationEvent {
  const { action, user, request } = happening
  const { id, remote, host, method, agent } = request
  return {
    id: randomUUID(),
    timestamp: new Date(wishes.now?.() ?? Date.now()).toISOString(),
    action,
    target: targetOf(happening, wishes),
    request: { id, addr: remote, host, method, useragent: agent },
    actor: user === undefined ? {} : { name: user },
    source: wishes.source,
  }
}

function targetOf(happening: Happening, { includeReferences }: EventWishes): EventTarget {
  const { repository, digest, tag, content, manifest, from } = happening
  const { mediaType, size, url } = content ?? {}
  const references = includeReferences && manifest ? referencesOf(manifest) : []
  return {
    ...(content && { mediaType, size }),
    ...(digest && { digest }),
    ...(content && { length: size }),
    repository,
    ...(from && { fromRepository: from }),
    ...(url !== undefined && { url }),
    ...(tag && { tag }),
    ...(references.length > 0 && { references }),
  } as EventTarget
}

/** What a manifest is made of: its config and layers, or its children. */
function referencesOf(manifest: Buffer): readonly Descriptor[] {
  const { config, layers, manifests } = manifest.length > LARGEST ? {} : parsed(manifest)
  const all = [config, ...listIn(layers), ...listIn(manifests)].filter(isDescriptor)
  return all.map(({ mediaType, size, digest, platform }) => ({
    ...(mediaType !== undefined && { mediaType }),
    ...(size !== undefined && { size }),
    ...(digest !== undefined && { digest }),
    ...(platform !== undefined && { platform }),
  }))
}

type Parts = Readonly<Partial<Record<'config' | 'layers' | 'manifests', unknown>>>

/** Another registry may have stored what is no manifest. */
function parsed(manifest: Buffer): Parts {
  try {
    return (JSON.parse(manifest.toString()) as Parts | null) ?? {}
  } catch {
    return {}
  }
}

const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const isDescriptor = (value: unknown): value is Descriptor =>
  typeof value === 'object' && value !== null
