import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { listening } from './listening.ts'

/** A way to a server that stops in the middle; disposing of it closes it. */
export interface HaltingProxy extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string
  /** Lets everything through from now on. */
  goOn(): void
  /** Breaks off every connection, and each that is made until it goes on. */
  cut(): void
}

/**
 * Passes connections on to a port of 127.0.0.1, each until its client has sent `most` bytes: the rest
 * waits. So a client is in the middle of a large body for as long as a test needs.
 */
export async function startHaltingProxy(port: number, most: number): Promise<HaltingProxy> {
  const open = new Set<Socket>()
  const waiting = new Set<() => void>()
  let halts = true
  let isCut = false

  function forward(client: Socket): void {
    if (isCut) return void client.destroy()
    const server = connect(port, '127.0.0.1')
    for (const socket of [client, server]) {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
      // Either end may break off.
      socket.on('error', () => undefined)
    }
    server.pipe(client)
    let passed = 0
    client.on('data', (bytes) => {
      passed += bytes.length
      server.write(bytes)
      if (halts && passed >= most) {
        client.pause()
        waiting.add(() => client.resume())
      }
    })
    client.once('end', () => server.end())
  }

  const proxy = await listening(createServer(forward))
  return {
    host: proxy.host,
    goOn() {
      halts = false
      isCut = false
      for (const resume of waiting) resume()
    },
    cut() {
      isCut = true
      for (const socket of open) socket.destroy()
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      await proxy[Symbol.asyncDispose]()
    },
  }
}
