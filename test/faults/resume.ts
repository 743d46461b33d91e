import { locationOf, uploadedBytes } from '../support/upload-url.ts'
import { accept, finish, type Push, pushBlob, sendChunk } from './blob-push.ts'
import { digestOf } from './content.ts'
import type { OpenUpload } from './ledger.ts'

/** Takes up every upload that the last kill interrupted, finishes it and reads the blob back. */
export async function resumeUploads(push: Push): Promise<void> {
  for (const upload of push.ledger.uploads) {
    push.ledger.uploads.delete(upload)
    await takeUp(push, upload)
    await readBack(push, upload)
  }
}

async function takeUp(push: Push, upload: OpenUpload): Promise<void> {
  const { location, content, repository } = upload
  const answer = await push.client.request('read', 'GET', location)
  if (answer.status === 404 && upload.committing) return pushBlob(push, repository, content)
  const offset = uploadedBytes(answer)
  const held = answer.status === 204 && offset !== undefined && isPossible(upload, offset)
  push.tally.check(
    'interrupted upload resumes',
    held,
    () =>
      `GET ${location} → ${answer.status} Range ${answer.headers.range}; ` +
      `acknowledged ${upload.acknowledged}, sent ${upload.sent} bytes`,
  )
  if (!held) return undefined
  upload.location = locationOf(answer)
  await sendFrom(push, upload, offset)
  return finish(push, upload)
}

/**
 * Sends what is missing from this offset on. A request from before the kill may have ended in the
 * storage after the registry was asked for the offset: then it says that the upload is further.
 */
async function sendFrom(push: Push, upload: OpenUpload, offset: number): Promise<void> {
  const { length } = upload.content.bytes
  if (offset === length) return undefined
  const before = { ...upload }
  upload.acknowledged = offset
  const answer = await sendChunk(push, upload, length - offset)
  const further = uploadedBytes(answer) ?? 0
  const outlived = push.outlived && answer.status === 416 && further > offset
  if (outlived && isPossible(before, further)) return sendFrom(push, upload, further)
  accept(push, `PATCH ${upload.location} at ${offset}`, answer, 202)
  upload.location = locationOf(answer)
  return undefined
}

/**
 * No answered byte may be missing, and none be there that was not sent. A kill between the move of
 * the bytes to their blob and the end of the upload leaves an upload without bytes: the client
 * starts over.
 */
function isPossible({ acknowledged, sent, committing }: OpenUpload, offset: number): boolean {
  return (acknowledged <= offset && offset <= sent) || (committing && offset === 0)
}

async function readBack(push: Push, { repository, content }: OpenUpload): Promise<void> {
  const path = `/v2/${repository}/blobs/${content.digest}`
  const { status, body } = await push.client.request('read', 'GET', path)
  const whole = status === 200 && digestOf(body) === content.digest
  const seen = () => `GET ${path} → ${status}, ${body.length} of ${content.bytes.length} bytes`
  push.tally.check('interrupted upload resumes', whole, seen)
}
