import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A secret of a test, told from everything else there is. */
export function canary(kind: string): string {
  return `Canary+${kind}/${randomBytes(12).toString('hex')}=`
}

/** Which of the canaries are in a text or in bytes, whatever form they took. */
export function canariesIn(
  text: string | Buffer,
  canaries: Readonly<Record<string, string>>,
): readonly string[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  return Object.entries(canaries)
    .filter(([, value]) => formsOf(value).some((form) => bytes.includes(form)))
    .map(([kind]) => kind)
}

/** As it is, in URLs, in JSON, as UTF-16, and in base64 at each of the three places it can begin at. */
function formsOf(value: string): readonly (string | Buffer)[] {
  const encoded = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]).toString('base64')
    // The ends depend on what stands beside it.
    return text.slice(shift === 0 ? 0 : 4, -4)
  })
  const urlSafe = encoded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
  const plain = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]
  return [...plain, ...encoded, ...urlSafe, Buffer.from(value, 'utf16le')]
}

/** Files below a folder that hold any, with what they hold. */
export async function filesWith(
  folder: string,
  canaries: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const found = entries
    .filter((entry) => entry.isFile())
    .map(async ({ parentPath, name }) => {
      const bytes = await readFile(join(parentPath, name)).catch(() => Buffer.alloc(0))
      return canariesIn(bytes, canaries).map((kind) => `${kind} in ${join(parentPath, name)}`)
    })
  return (await Promise.all(found)).flat()
}
