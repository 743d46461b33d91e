import type { Import } from '../../server/control/carry-contract.ts'
import type { TestServer } from '../http/server.ts'
import type { Answer } from '../support/http-client.ts'
import type { Browser } from './browser.ts'

/** A window that carries images in and out as files. */
export interface Carrying {
  /** Sends a file; the answer as it came. */
  post(file: Buffer, name?: string): Promise<Answer>
  /** Sends a file and waits until it was read. */
  read(file: Buffer): Promise<Import>
  /** The same, and stores all that is in it under its own names, or under these in order. */
  take(file: Buffer, names?: readonly (readonly string[])[]): Promise<Import>
  /** Waits until nothing is under way any more. */
  settled(id: string): Promise<Import>
  download(query: Readonly<Record<string, string>>): Promise<Answer>
}

export function carrying({ send }: Pick<TestServer, 'send'>, browser: Browser): Carrying {
  const post: Carrying['post'] = (file, name = 'images.tar') =>
    send(`/api/import?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { cookie: browser.cookie, 'sec-fetch-site': 'same-origin' },
      body: file,
    })

  async function settled(id: string): Promise<Import> {
    for (;;) {
      const found = await browser.call('imports.get', { id })
      if (found.state !== 'reading' && found.state !== 'storing') return found
    }
  }

  async function read(file: Buffer): Promise<Import> {
    const { status, body } = await post(file)
    if (status !== 200) throw new Error(`import: ${status} ${body.toString()}`)
    return await settled((JSON.parse(body.toString()) as { id: string }).id)
  }

  return {
    post,
    read,
    settled,
    async take(file, names) {
      const { id, images, message } = await read(file)
      if (images.length === 0) throw new Error(`import: ${message}`)
      const chosen = images.map((image, at) => ({
        index: image.index,
        names: names?.[at] ?? image.names,
      }))
      await browser.call('imports.store', { id, images: chosen })
      return await settled(id)
    },
    download: (query) => browser.get(`/api/export?${new URLSearchParams(query)}`),
  }
}
