import type { Carry } from './carry.ts'
import { object, oneOf, optional, text } from './check.ts'
import type { Contents } from './contents.ts'
import type { Caller } from './contract.ts'

/** Something to be kept as a file, whatever carries it. */
export interface Download {
  readonly headers: Readonly<Record<string, string>>
  readonly body: AsyncIterable<Uint8Array>
}

const fileQuery = object({
  repository: text(255),
  digest: text(200),
  layer: text(200),
  path: text(4_096),
})

/** `api/file?repository=&digest=&layer=&path=`: a file of an image. */
export async function downloadFile(
  query: URLSearchParams,
  contents: Pick<Contents, 'openFile'>,
  signal: AbortSignal,
): Promise<Download> {
  const asked = fileQuery(given(query), '')
  const { size, body } = await contents.openFile(asked, signal)
  return {
    body,
    headers: {
      ...KEPT_BY_NOBODY,
      // Whatever it is, it is nobody's page, script or picture here.
      'Content-Type': 'application/octet-stream',
      'Content-Security-Policy': 'sandbox',
      'Content-Disposition': attachment(asked.path),
      'Content-Length': String(size),
    },
  }
}

const exportQuery = object({
  repository: text(255),
  reference: text(200),
  format: oneOf('oci', 'docker'),
  platform: optional(text(100)),
})

/** `api/export?repository=&reference=&format=&platform=`: an image as an archive. */
export async function downloadImage(
  query: URLSearchParams,
  carry: Pick<Carry, 'export'>,
  caller: Caller,
): Promise<Download> {
  const { name, size, content } = await carry.export(exportQuery(given(query), ''), caller)
  return {
    body: content,
    headers: {
      ...KEPT_BY_NOBODY,
      'Content-Type': 'application/x-tar',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Content-Length': String(size),
    },
  }
}

const importQuery = object({ name: text(1_000) })

/** What whoever sends a file of images to `api/import?name=` calls it. */
export function importName(query: URLSearchParams): string {
  return importQuery(given(query), '').name
}

const KEPT_BY_NOBODY = { 'Cache-Control': 'no-store' }

/** Empty parameters are as if they were not there. */
function given(query: URLSearchParams): unknown {
  return Object.fromEntries([...query].filter(([, value]) => value !== ''))
}

/** RFC 6266, with a name for those who know only ASCII. */
export function attachment(path: string): string {
  const name = safeName(path.slice(path.lastIndexOf('/') + 1))
  const plain = name.replaceAll(/[^\x20-\x7e]|%/g, '_')
  const coded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16)}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${coded}`
}

/** Without what some system takes for something else, or cannot be seen. */
function safeName(name: string): string {
  const safe = name
    .toWellFormed()
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}"\\/:*?<>|]/gu, '_')
    .replaceAll(/^[. ]+|[. ]+$/g, (dots) => '_'.repeat(dots.length))
  return safe === '' ? 'file' : safe
}
