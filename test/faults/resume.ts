import { type Push, finishFrom, pushBlob } from './blob-push.ts'
import { locationOf } from './client.ts'
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
  const offset = offsetOf(answer.headers.range)
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
  return finishFrom(push, upload, offset)
}

/**
 * No answered byte may be missing, and none be there that was not sent. A kill between the move of
 * the bytes to their blob and the end of the upload leaves an upload without bytes: the client
 * starts over.
 */
function isPossible({ acknowledged, sent, committing }: OpenUpload, offset: number): boolean {
  return (acknowledged <= offset && offset <= sent) || (committing && offset === 0)
}

/** `0-0` also stands for nothing at all: docker knows no better way to say so. */
function offsetOf(range: string | undefined): number | undefined {
  const last = /^0-(\d+)$/.exec(range ?? '')?.[1]
  if (last === undefined) return undefined
  return last === '0' ? 0 : Number(last) + 1
}

async function readBack(push: Push, { repository, content }: OpenUpload): Promise<void> {
  const path = `/v2/${repository}/blobs/${content.digest}`
  const { status, body } = await push.client.request('read', 'GET', path)
  const whole = status === 200 && digestOf(body) === content.digest
  const seen = () => `GET ${path} → ${status}, ${body.length} of ${content.bytes.length} bytes`
  push.tally.check('interrupted upload resumes', whole, seen)
}
