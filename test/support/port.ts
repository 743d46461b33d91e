import { createServer } from 'node:net'

const ATTEMPTS = 5

/** A TCP port of 127.0.0.1 that was free a moment ago; whoever takes it must be ready to retry. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

/**
 * Starts something on the port that was asked for, or else on a free one; on another when its
 * failure tells (`taken`) that somebody else was faster.
 */
export async function startOnPort<Started>(
  asked: number | undefined,
  taken: RegExp,
  start: (port: number) => Promise<Started>,
): Promise<Started> {
  if (asked !== undefined) return start(asked)
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(await freePort())
    } catch (error) {
      const collided = error instanceof Error && taken.test(error.message)
      if (!collided || attempt === ATTEMPTS) throw error
    }
  }
}
