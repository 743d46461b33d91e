import type { Answer } from '../support/http-client.ts'
import { locationOf, withQuery } from '../support/upload-url.ts'
import type { Client } from './client.ts'
import type { Content } from './content.ts'
import type { Ledger, OpenUpload } from './ledger.ts'
import type { Random } from './random.ts'
import type { Tally } from './tally.ts'

/** What a pusher works with during one life of the server. */
export interface Push {
  readonly client: Client
  readonly ledger: Ledger
  readonly tally: Tally
  readonly random: Random
  /** How many lives the server had before; names and shared layers are new in each. */
  readonly life: number
  /** What the server sent to its storage may be done after the server was killed. */
  readonly outlived: boolean
}

type BlobPush = (push: Push, repository: string, content: Content) => Promise<void>

/** Pushes a blob in one of the ways that clients know. */
export async function pushBlob(push: Push, repository: string, content: Content): Promise<void> {
  await push.random.pick([single, postThenPut, onePatch, chunks, chunks])(push, repository, content)
}

/** Notes whether a step of a push was answered as it should be. */
export function accept(push: Push, what: string, answer: Answer, expected: number): void {
  const { status, headers, body } = answer
  const seen = () => `${what} → ${status}, Range ${headers.range}, ${body.toString().trim()}`
  push.tally.check('push is accepted', status === expected, seen)
}

const single: BlobPush = async (push, repository, content) => {
  const path = withQuery(uploadsPath(repository), `digest=${content.digest}`)
  const payload = { headers: octets, body: content.bytes }
  const answer = await push.client.request('commit', 'POST', path, payload)
  // "Registries MAY support this": those that do not open an upload instead.
  if (answer.status === 202)
    await finish(push, opened(push, repository, content, answer), content.bytes)
  else accept(push, `POST ${path}`, answer, 201)
}

const postThenPut: BlobPush = async (push, repository, content) => {
  const upload = await start(push, repository, content)
  await finish(push, upload, content.bytes)
}

const onePatch: BlobPush = async (push, repository, content) => {
  const upload = await start(push, repository, content)
  await append(push, upload, content.bytes.length)
  await finish(push, upload)
}

const chunks: BlobPush = async (push, repository, content) => {
  const upload = await start(push, repository, content)
  const length = Math.ceil(content.bytes.length / push.random.between(2, 6))
  while (upload.acknowledged < content.bytes.length) await append(push, upload, length)
  await finish(push, upload)
}

async function start(push: Push, repository: string, content: Content): Promise<OpenUpload> {
  const path = uploadsPath(repository)
  const answer = await push.client.request('start', 'POST', path)
  accept(push, `POST ${path}`, answer, 202)
  return opened(push, repository, content, answer)
}

function opened(push: Push, repository: string, content: Content, answer: Answer): OpenUpload {
  const location = locationOf(answer)
  const progress = { acknowledged: 0, sent: 0, committing: false }
  const upload: OpenUpload = { repository, content, location, ...progress }
  push.ledger.uploads.add(upload)
  return upload
}

async function append(push: Push, upload: OpenUpload, length: number): Promise<void> {
  const answer = await sendChunk(push, upload, length)
  accept(push, `PATCH ${upload.location} at ${upload.acknowledged}`, answer, 202)
  upload.location = locationOf(answer)
  upload.acknowledged = upload.sent
}

/** Sends so many more bytes, and leaves it to the caller to judge the answer. */
export function sendChunk(push: Push, upload: OpenUpload, length: number): Promise<Answer> {
  const from = upload.acknowledged
  const body = upload.content.bytes.subarray(from, from + length)
  const headers = { ...octets, 'Content-Range': `${from}-${from + body.length - 1}` }
  upload.sent = from + body.length
  return push.client.request('append', 'PATCH', upload.location, { headers, body })
}

/** Sends the final PUT. */
export async function finish(
  push: Push,
  upload: OpenUpload,
  body: Buffer = Buffer.alloc(0),
): Promise<void> {
  const path = withQuery(upload.location, `digest=${upload.content.digest}`)
  upload.sent += body.length
  upload.committing = true
  const answer = await push.client.request('commit', 'PUT', path, { headers: octets, body })
  accept(push, `PUT ${path}`, answer, 201)
  push.ledger.uploads.delete(upload)
}

const octets = { 'Content-Type': 'application/octet-stream' }

function uploadsPath(repository: string): string {
  return `/v2/${repository}/blobs/uploads/`
}
