import { isDigestShaped } from './digest.ts'
import { RegistryError } from './errors.ts'
import {
  DOCKER_SCHEMA_1,
  DOCKER_SCHEMA_1_SIGNED,
  isMediaType,
  OCI_INDEX,
  OCI_MANIFEST,
} from './media-types.ts'

/**
 * Reading manifests: image-spec `manifest.md` and `image-index.md`, Docker's schema 2 and manifest
 * list, and any later document of the same shape. Bytes are never rewritten; this only looks.
 */

/** image-spec `descriptor.md`. The digest follows the grammar, its algorithm may be unknown here. */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  readonly artifactType?: string
  readonly urls?: readonly string[]
  readonly annotations?: Readonly<Record<string, string>>
  readonly platform?: { readonly os: string; readonly architecture: string }
}

export interface Manifest {
  readonly mediaType: string
  /** As distribution-spec "Listing referrers" wants it: the config's media type where none is given. */
  readonly artifactType?: string
  readonly annotations?: Readonly<Record<string, string>>
  /** Config and layers (or an artifact's blobs), in order. */
  readonly blobs: readonly Descriptor[]
  /** The manifests of an index, in order. */
  readonly children: readonly Descriptor[]
  readonly subject?: Descriptor
}

/** distribution-spec "Pushing manifests": registries should take at least 4 MiB; this one takes no more. */
export const MAX_MANIFEST_SIZE = 4 * 1024 * 1024

type Json = Readonly<Record<string, unknown>>

/**
 * @param contentType what the client called it; undefined when the bytes come from storage
 * @throws RegistryError MANIFEST_INVALID, naming the field at fault
 */
export function parseManifest(bytes: Uint8Array, contentType?: string): Manifest {
  const json = parseObject(bytes)
  const config = optional(json, 'config', descriptor)
  const listed = optional(json, 'layers', descriptors) ?? optional(json, 'blobs', descriptors) ?? []
  const children = optional(json, 'manifests', descriptors) ?? []
  const subject = optional(json, 'subject', descriptor)
  const annotations = optional(json, 'annotations', stringMap)
  const artifactType = optional(json, 'artifactType', text) || config?.mediaType
  return {
    mediaType: mediaTypeOf(json, contentType),
    blobs: config ? [config, ...listed] : listed,
    children,
    ...(artifactType ? { artifactType } : {}),
    ...(annotations ? { annotations } : {}),
    ...(subject ? { subject } : {}),
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

function parseObject(bytes: Uint8Array): Json {
  let value: unknown
  try {
    value = JSON.parse(UTF8.decode(bytes))
  } catch (cause) {
    throw new RegistryError('MANIFEST_INVALID', 'the manifest is not valid JSON', { cause })
  }
  if (!isObject(value)) throw invalid('the manifest', 'a JSON object', value)
  return value
}

/**
 * The document's own `mediaType`, else what its shape says (Helm leaves it out). A client must call
 * it by the same name, since that is how it will be served.
 */
function mediaTypeOf(json: Json, contentType: string | undefined): string {
  const own = optional(json, 'mediaType', text) || impliedMediaType(json)
  if (!own) {
    const why = 'the manifest has neither mediaType nor the fields of an image manifest or index'
    throw new RegistryError('MANIFEST_INVALID', why)
  }
  if (DOCKER_SCHEMA_1.test(own) || json['schemaVersion'] === 1) {
    throw new RegistryError(
      'MANIFEST_INVALID',
      'Docker schema 1 is not supported: push schema 2 or OCI',
    )
  }
  if (!isMediaType(own)) throw invalid('mediaType', 'a media type', own)
  if (contentType !== undefined && contentType.toLowerCase() !== own.toLowerCase()) {
    throw new RegistryError('MANIFEST_INVALID', 'Content-Type and the manifest disagree', {
      detail: { contentType, mediaType: own },
    })
  }
  return own
}

function impliedMediaType(json: Json): string | undefined {
  if (json['schemaVersion'] !== 2) return undefined
  if (Array.isArray(json['manifests'])) return OCI_INDEX
  return isObject(json['config']) ? OCI_MANIFEST : undefined
}

type Reader<T> = (value: unknown, where: string) => T

function optional<T>(json: Json, key: string, read: Reader<T>, where = ''): T | undefined {
  const value = json[key]
  // Go writes an empty slice or map as null.
  return value === undefined || value === null ? undefined : read(value, where + key)
}

function descriptors(value: unknown, where: string): readonly Descriptor[] {
  if (!Array.isArray(value)) throw invalid(where, 'a list of descriptors', value)
  return value.map((item, index) => descriptor(item, `${where}[${index}]`))
}

function descriptor(value: unknown, where: string): Descriptor {
  if (!isObject(value)) throw invalid(where, 'a descriptor', value)
  const at = `${where}.`
  const urls = optional(value, 'urls', strings, at)
  const annotations = optional(value, 'annotations', stringMap, at)
  const artifactType = optional(value, 'artifactType', text, at)
  const platform = optional(value, 'platform', platformOf, at)
  return {
    mediaType: text(value['mediaType'] ?? '', `${at}mediaType`),
    digest: digestText(value['digest'], `${at}digest`),
    size: sizeOf(value['size'], `${at}size`),
    ...(artifactType ? { artifactType } : {}),
    ...(urls ? { urls } : {}),
    ...(annotations ? { annotations } : {}),
    ...(platform ? { platform } : {}),
  }
}

function platformOf(value: unknown, where: string): { os: string; architecture: string } {
  if (!isObject(value)) throw invalid(where, 'an object', value)
  return {
    os: text(value['os'] ?? '', `${where}.os`),
    architecture: text(value['architecture'] ?? '', `${where}.architecture`),
  }
}

function digestText(value: unknown, where: string): string {
  if (typeof value === 'string' && isDigestShaped(value)) return value
  throw invalid(where, 'a digest', value)
}

function sizeOf(value: unknown, where: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw invalid(where, 'a size in bytes', value)
}

function text(value: unknown, where: string): string {
  if (typeof value === 'string') return value
  throw invalid(where, 'a string', value)
}

function strings(value: unknown, where: string): readonly string[] {
  if (!Array.isArray(value)) throw invalid(where, 'a list of strings', value)
  return value.map((item, index) => text(item, `${where}[${index}]`))
}

function stringMap(value: unknown, where: string): Readonly<Record<string, string>> {
  if (!isObject(value)) throw invalid(where, 'a map of strings', value)
  for (const [key, item] of Object.entries(value)) text(item, `${where}.${key}`)
  return value as Record<string, string>
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(where: string, expected: string, found: unknown): RegistryError {
  return new RegistryError('MANIFEST_INVALID', `${where} must be ${expected}, found ${show(found)}`)
}

/** Lists and objects only by name: they may be nested deeper than a walk through them can go. */
function show(found: unknown): string {
  if (Array.isArray(found)) return 'a list'
  if (isObject(found)) return 'an object'
  return JSON.stringify(found)?.slice(0, 80) ?? 'nothing'
}

/** A manifest from storage; undefined where another registry stored what this one would not have taken. */
export function parseStored(bytes: Uint8Array): Manifest | undefined {
  try {
    return parseManifest(bytes)
  } catch {
    return undefined
  }
}

/** The media type under which stored bytes are served: never refused, whoever stored them. */
export function storedMediaType(bytes: Uint8Array): string {
  try {
    const json = parseObject(bytes)
    const own = json['mediaType']
    if (typeof own === 'string' && isMediaType(own)) return own
    if (json['schemaVersion'] === 1) return DOCKER_SCHEMA_1_SIGNED
    return impliedMediaType(json) ?? OCI_MANIFEST
  } catch {
    return 'application/octet-stream'
  }
}
