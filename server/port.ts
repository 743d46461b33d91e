import type { Config } from './config/config.ts'
import type { Listening } from './http/listen.ts'
import type { Port } from './registry-host.ts'

/** What listens, and can be let go of and taken again. */
export async function openPort(
  take: () => Promise<Listening>,
  { http }: Config,
): Promise<Port & Pick<Listening, 'urls'>> {
  let listening: Listening | undefined = await take()
  return {
    urls: listening.urls,
    async open() {
      listening ??= await take()
    },
    async close() {
      const before = listening
      listening = undefined
      await before?.close(http.drainTimeout)
    },
  }
}
