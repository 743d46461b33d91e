import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import {
  downloadFile,
  downloadImage,
  importName,
  type Download,
} from '../server/control/download.ts'
import { failureOf, INTERNAL } from '../server/control/failure.ts'
import { FAILURE_STATUS } from '../server/control/http-answers.ts'
import type { Control } from '../server/console.ts'

/** What the window saves and brings, as streams: none of it crosses a channel. */
export type FileControl = Pick<Control, 'carry' | 'contents' | 'mayChange'>

type Handler = (request: Request, query: URLSearchParams, control: FileControl) => Promise<Response>

const HANDLERS: Readonly<Record<string, Handler>> = {
  'GET /api/file': async ({ signal }, query, { contents }) =>
    sent(await downloadFile(query, contents, signal)),
  'GET /api/export': async (_request, query, { carry }) =>
    sent(await downloadImage(query, carry, {})),
  'POST /api/import': async ({ body }, query, { carry, mayChange }) => {
    mayChange()
    const content = Readable.fromWeb((body ?? new ReadableStream()) as WebStream<Uint8Array>)
    return Response.json({ id: await carry.take({ name: importName(query), content }) })
  },
}

/** Answers at the addresses that the console has for browsers. @param control absent while the registry is */
export async function answerFiles(
  request: Request,
  control: FileControl | undefined,
): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url)
  const handler = HANDLERS[`${request.method} ${pathname}`]
  if (!handler) return failed({ code: 'UNKNOWN_METHOD', message: 'there is no such address' })
  if (!control) return failed({ code: 'UNAVAILABLE', message: 'the registry is not running' })
  try {
    return await handler(request, searchParams, control)
  } catch (error) {
    return failed(failureOf(error) ?? INTERNAL)
  }
}

function sent({ headers, body }: Download): Response {
  return new Response(
    Readable.toWeb(Readable.from(body, { objectMode: false })) as ReadableStream,
    {
      headers,
    },
  )
}

function failed(failure: NonNullable<ReturnType<typeof failureOf>>): Response {
  return Response.json(failure, { status: FAILURE_STATUS[failure.code] })
}
