import { answered, unreachable } from './http-json.ts'
import type { UploadOptions } from './transport.ts'

/**
 * Sends a file to the host below `base`, as it lies on the disk. `fetch` does not tell how far it is, so
 * this is the older way.
 *
 * @throws ControlError
 */
export async function sendFile(
  base: URL,
  file: File,
  how: UploadOptions,
): Promise<{ readonly id: string }> {
  const url = new URL('api/import', base)
  url.searchParams.set('name', file.name)
  const { status, text } = await sent(url, file, how)
  const receipt = answered(status, text)
  if (isReceipt(receipt)) return receipt
  throw unreachable()
}

interface Answer {
  readonly status: number
  readonly text: string
}

function sent(url: URL, file: File, { onProgress, signal }: UploadOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded))
    request.addEventListener('load', () =>
      resolve({ status: request.status, text: request.responseText }),
    )
    for (const end of ['error', 'abort']) {
      request.addEventListener(end, () => reject(unreachable()))
    }
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.open('POST', url)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.send(file)
  })
}

function isReceipt(answer: unknown): answer is { readonly id: string } {
  return (
    typeof answer === 'object' && answer !== null && 'id' in answer && typeof answer.id === 'string'
  )
}
