import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { request } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { asking, expecting } from './http-image.ts'
import { locationOf, withQuery } from './upload-url.ts'

const PIECE = Buffer.alloc(256 * 1024)

/**
 * Pushes random bytes that are made while they are sent, so that a blob may be larger than memory.
 *
 * @returns its digest.
 */
export async function pushStreamed(
  url: string,
  repository: string,
  length: number,
): Promise<string> {
  const ask = asking(url)
  const started = await expecting(202, ask, 'POST', `/v2/${repository}/blobs/uploads/`)
  const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': length }
  const outgoing = request(url + locationOf(started), { method: 'PATCH', headers, agent: false })
  const hash = createHash('sha256')
  const sending = pipeline(Readable.from(randomPieces(length, hash)), outgoing)
  const [sent] = await Promise.all([answer(outgoing), sending])
  const said = await buffer(sent)
  if (sent.statusCode !== 202) throw new Error(`PATCH: ${sent.statusCode} ${said.toString()}`)
  const digest = digestOf(hash)
  await expecting(201, ask, 'PUT', withQuery(locationOf(sent), `digest=${digest}`))
  return digest
}

/** Reads a blob without keeping it. The digest of what came. */
export async function pullStreamed(
  url: string,
  repository: string,
  digest: string,
): Promise<string> {
  const outgoing = request(`${url}/v2/${repository}/blobs/${digest}`, { agent: false })
  outgoing.end()
  const incoming = await answer(outgoing)
  const hash = createHash('sha256')
  for await (const piece of incoming) hash.update(piece)
  if (incoming.statusCode !== 200) throw new Error(`GET ${digest}: ${incoming.statusCode}`)
  return digestOf(hash)
}

function answer(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve)
    outgoing.once('error', reject)
  })
}

/** The key stream of a cipher with a new key: as random as any, and faster than the rest here. */
function* randomPieces(length: number, hash: Hash): Generator<Buffer> {
  const cipher = createCipheriv('aes-128-ctr', randomBytes(16), randomBytes(16))
  for (let left = length; left > 0; left -= PIECE.length) {
    const piece = cipher.update(PIECE.subarray(0, Math.min(left, PIECE.length)))
    hash.update(piece)
    yield piece
  }
}

function digestOf(hash: Hash): string {
  return `sha256:${hash.digest('hex')}`
}
