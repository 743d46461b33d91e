import { isUtf8 } from 'node:buffer'
import type { FileView } from '../control/contents-contract.ts'
import type { FileContent } from './file-content.ts'

/** Bytes of a text, and of a picture, that are shown. */
const MOST_TEXT = 512 * 1024
const MOST_PICTURE = 4 * 1024 * 1024

/** The content as far as it can be shown to a person: its bytes tell what it is, not its name. */
export async function viewOf({ size, body }: FileContent): Promise<FileView> {
  const iterator = body[Symbol.asyncIterator]()
  try {
    const head = await gather(iterator, MOST_TEXT)
    const mediaType = pictureType(head)
    if (mediaType === undefined) return textView(head, size)
    if (size > MOST_PICTURE) return { kind: 'binary', sizeBytes: size }
    const whole = Buffer.concat([head, await gather(iterator, MOST_PICTURE)])
    return { kind: 'picture', mediaType, base64: whole.toString('base64'), sizeBytes: size }
  } finally {
    await iterator.return?.()
  }
}

/** So many bytes, unless there are no more; or some more, as they come. */
async function gather(iterator: AsyncIterator<Uint8Array>, bytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let length = 0
  while (length < bytes) {
    const { done, value } = await iterator.next()
    if (done) break
    parts.push(value)
    length += value.length
  }
  return Buffer.concat(parts)
}

function textView(head: Buffer, size: number): FileView {
  const isCut = size > MOST_TEXT
  const shown = isCut ? wholeCharacters(head.subarray(0, MOST_TEXT)) : head
  if (!isUtf8(shown) || shown.includes(0)) return { kind: 'binary', sizeBytes: size }
  return { kind: 'text', text: shown.toString('utf8'), isCut, sizeBytes: size }
}

/** Without the beginning of a character at the end. */
function wholeCharacters(bytes: Buffer): Buffer {
  const first = bytes.subarray(-4).findLastIndex((byte) => (byte & 0xc0) !== 0x80)
  const begun = bytes.subarray(bytes.length - Math.min(4, bytes.length) + first)
  const [lead = 0] = begun
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  return begun.length < length ? bytes.subarray(0, bytes.length - begun.length) : bytes
}

/** Pictures that every browser shows, by their first bytes. */
const PICTURES: readonly (readonly [pattern: RegExp, mediaType: string])[] = [
  [/^\x89PNG\r\n/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF.{4}WEBP/s, 'image/webp'],
]

function pictureType(head: Buffer): string | undefined {
  const start = head.toString('latin1', 0, 16)
  return PICTURES.find(([pattern]) => pattern.test(start))?.[1]
}
