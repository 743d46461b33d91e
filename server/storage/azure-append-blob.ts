import type { AppendBlobAppendBlockResponse } from '@azure/storage-blob'
import type { AzureContainer } from './azure-container.ts'
import { isAbsent, isConflict } from './azure-errors.ts'
import { OffsetConflict } from './driver.ts'

/** What one request may append (learn.microsoft.com "Append Block"). */
const MOST = 4 * 1024 * 1024

/**
 * Goes on with an upload that CNCF Distribution began, which is an append blob: the service appends a
 * block only at the offset it is meant for. Berth makes none itself.
 */
export async function appendToAppendBlob(
  { ask, client, nameOf }: AzureContainer,
  path: string,
  offset: number,
  body: AsyncIterable<Uint8Array>,
): Promise<number> {
  const blob = client.getAppendBlobClient(nameOf(path))
  let length = offset

  const put = (bytes: Uint8Array): Promise<AppendBlobAppendBlockResponse> =>
    ask(
      (abortSignal) =>
        blob.appendBlock(bytes, bytes.length, {
          conditions: { appendPosition: length },
          abortSignal,
        }),
      bytes.length,
    )

  const { contentLength: size = 0 } = await ask((abortSignal) =>
    blob.getProperties({ abortSignal }),
  )
  if (size !== offset) throw new OffsetConflict(path, offset, size)
  for await (const chunk of body) {
    for (let at = 0; at < chunk.length; at += MOST) {
      const part = chunk.subarray(at, at + MOST)
      try {
        await put(part)
      } catch (error) {
        if (isConflict(error)) throw new OffsetConflict(path, offset, length)
        throw error
      }
      length += part.length
    }
  }
  return length
}

/**
 * Takes away an upload that Distribution began and got no bytes for, which no block blob can replace.
 *
 * @param offset what the writer expects there
 * @throws OffsetConflict when there are bytes
 */
export async function clearAppendBlob(
  container: AzureContainer,
  path: string,
  offset: number,
): Promise<void> {
  const { ask, client, nameOf } = container
  const blob = client.getAppendBlobClient(nameOf(path))
  try {
    const { contentLength: size = 0, etag } = await ask((abortSignal) =>
      blob.getProperties({ abortSignal }),
    )
    if (size > 0 || offset > 0) throw new OffsetConflict(path, offset, size)
    const conditions = etag === undefined ? {} : { ifMatch: etag }
    await ask((abortSignal) => blob.delete({ conditions, abortSignal }))
  } catch (error) {
    if (isAbsent(error)) return
    if (!isConflict(error)) throw error
    await clearAppendBlob(container, path, offset)
  }
}
