import { readFile } from 'node:fs/promises'
import { openStaticFiles, type StaticFiles } from '../server/control/static-files.ts'
import { WINDOW_HEADERS } from '../server/control/window-headers.ts'
import type { Electron } from './electron.ts'
import { answerFiles, type FileControl } from './window-files.ts'

const SCHEME = 'app'

/** Where the window lies: an address of its own kind, which no web page has anything to do with. */
export const APP_ORIGIN = `${SCHEME}://berth`

/** Before Electron is ready: pages of this scheme are treated as those of https are. */
export function registerScheme({ protocol }: Electron): void {
  const privileges = {
    standard: true,
    secure: true,
    supportFetchAPI: true,
    stream: true,
    codeCache: true,
  }
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }])
}

/** Serves the built console: a file of it, or its page for every other place in it; and what it saves and brings. */
export function serveWindow(
  { protocol }: Electron,
  folder: string,
  control: () => FileControl | undefined,
): void {
  const files = openStaticFiles(folder)
  protocol.handle(SCHEME, (request) =>
    new URL(request.url).pathname.startsWith('/api/')
      ? answerFiles(request, control())
      : answer(request, files),
  )
}

async function answer({ url, method }: Request, files: StaticFiles): Promise<Response> {
  const { host, pathname } = new URL(url)
  if (method !== 'GET' || host !== 'berth') return refused(405)
  const file = files.find(decodeURIComponent(pathname.slice(1)))
  if (file && pathname !== '/index.html') {
    return sent(Buffer.from(await readFile(file.path)), file.type)
  }
  if (pathname.startsWith('/assets/')) return refused(404)
  const page = await files.page('/')
  return page === undefined ? refused(404) : sent(page, 'text/html; charset=utf-8')
}

const sent = (body: string | Buffer<ArrayBuffer>, type: string): Response =>
  new Response(body, { headers: { ...WINDOW_HEADERS, 'Content-Type': type } })

const refused = (status: number): Response =>
  new Response('There is nothing at this address.', { status, headers: WINDOW_HEADERS })
