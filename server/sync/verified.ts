import { createHash } from 'node:crypto'
import { algorithmOf, finish, parseDigest } from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import type { Descriptor } from '../oci/manifest.ts'
import type { Content } from './content.ts'

/**
 * The same bytes, which fail at their end where they are not those of the descriptor, and before they
 * become more than it says.
 *
 * @throws RegistryError DIGEST_INVALID, SIZE_INVALID, from the bytes
 */
export async function* verified(
  { digest, size }: Descriptor,
  content: Content,
): AsyncGenerator<Uint8Array> {
  const expected = parseDigest(digest)
  const algorithm = algorithmOf(expected)
  const hash = createHash(algorithm)
  let length = 0
  for await (const chunk of content) {
    length += chunk.length
    if (length > size) throw wrongSize(size, 'more')
    hash.update(chunk)
    yield chunk
  }
  if (length < size) throw wrongSize(size, length)
  const found = finish(hash, algorithm)
  if (found === expected) return
  throw new RegistryError('DIGEST_INVALID', 'the content does not match the digest', {
    detail: { digest, found },
  })
}

/** All of something small, verified. @throws RegistryError, as above, and SIZE_INVALID beyond `most` bytes */
export async function readVerified(
  descriptor: Descriptor,
  content: Content,
  most: number,
): Promise<Buffer> {
  if (descriptor.size > most) throw wrongSize(most, descriptor.size)
  const chunks: Buffer[] = []
  // Copied, since some of what gives bytes lends them.
  for await (const chunk of verified(descriptor, content)) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

function wrongSize(expected: number, found: number | 'more'): RegistryError {
  const message = `the content has ${found === 'more' ? found : `${found} bytes,`} ${found === 'more' ? `than the ${expected} bytes it should have` : `not ${expected}`}`
  return new RegistryError('SIZE_INVALID', message, { detail: { expected, found } })
}
