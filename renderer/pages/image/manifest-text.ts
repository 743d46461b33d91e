/** A piece of a manifest's text; a digest in it can be acted upon. */
export type ManifestPiece =
  | { readonly kind: 'text'; readonly text: string }
  /** `manifest`: it names something that has a page; `blob`: it does not. */
  | { readonly kind: 'manifest' | 'blob'; readonly digest: string }

/** A digest as the OCI image specification writes it, in the two algorithms that it registers. */
const DIGEST = /(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})/

/**
 * The text of a manifest to be read: indented, and taken apart at its digests. What is no JSON stays as
 * it is. The exact bytes are another thing; they are what copying gives.
 */
export function manifestPieces(text: string): readonly ManifestPiece[] {
  const json = parsed(text)
  const manifests = new Set(manifestDigests(json))
  const readable = json === undefined ? text : JSON.stringify(json, null, 2)
  return readable.split(DIGEST).flatMap((piece): ManifestPiece[] => {
    if (piece === '') return []
    if (!DIGEST.test(piece)) return [{ kind: 'text', text: piece }]
    return [{ kind: manifests.has(piece) ? 'manifest' : 'blob', digest: piece }]
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Digests that the manifest gives as those of other manifests: an index's members, and the subject. */
function manifestDigests(json: unknown): string[] {
  if (!isObject(json)) return []
  const members = Array.isArray(json['manifests']) ? json['manifests'] : []
  return [...members, json['subject']].flatMap((descriptor: unknown) =>
    isObject(descriptor) && typeof descriptor['digest'] === 'string' ? [descriptor['digest']] : [],
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
