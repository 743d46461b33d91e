import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { listening } from './listening.ts'

/** A way to a server on which connections break off; disposing of it closes it. */
export interface CuttingProxy extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string
  /** Bytes that clients sent and that were passed on. */
  readonly passed: number
  /** Connections that broke off. */
  readonly cuts: number
}

/** Passes connections on to a port of 127.0.0.1, each until its client has sent `most` bytes: then it breaks off. */
export async function startCuttingProxy(port: number, most: number): Promise<CuttingProxy> {
  const open = new Set<Socket>()
  let passed = 0
  let cuts = 0

  function forward(client: Socket): void {
    const server = connect(port, '127.0.0.1')
    for (const socket of [client, server]) {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
      socket.on('error', () => undefined)
    }
    server.pipe(client)
    let own = 0
    client.on('data', (bytes) => {
      own += bytes.length
      passed += bytes.length
      if (!server.write(bytes)) client.pause()
      if (own < most) return
      cuts++
      // What was passed on arrives; whoever sent it never learns that.
      server.end()
      client.resetAndDestroy()
    })
    server.on('drain', () => client.resume())
    client.once('end', () => server.end())
    server.once('close', () => client.destroy())
  }

  const proxy = await listening(createServer(forward))
  return {
    host: proxy.host,
    get passed() {
      return passed
    },
    get cuts() {
      return cuts
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      await proxy[Symbol.asyncDispose]()
    },
  }
}
