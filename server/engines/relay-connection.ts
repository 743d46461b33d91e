import { connect, type Socket } from 'node:net'
import { askApi, openApiStream, type ApiAddress } from './engine-http.ts'
import { framesOf } from './frames.ts'
import { JOIN } from './relay-scripts.ts'

/** Where the registry listens on this machine. */
export type OwnPort = { readonly host: string; readonly port: number } | { readonly path: string }

/**
 * Carries one connection that a relay took, until either side ends it.
 *
 * @param name as the relay calls it
 * @throws ApiError or what the system says when it cannot be carried at all
 */
export async function carryConnection(
  api: ApiAddress,
  container: string,
  name: string,
  own: OwnPort,
  signal: AbortSignal,
): Promise<void> {
  const { Id: id } = await askApi<{ readonly Id: string }>(api, {
    method: 'POST',
    path: `/containers/${container}/exec`,
    body: { AttachStdin: true, AttachStdout: true, Cmd: ['sh', '-c', JOIN, 'join', name] },
    signal,
  })
  const far = await openApiStream(api, {
    method: 'POST',
    path: `/exec/${id}/start`,
    body: { Detach: false, Tty: false },
    signal,
  })
  await join(far, connect(own))
}

/** When one of them is over, so is the other. */
async function join(far: Socket, near: Socket): Promise<void> {
  const end = (): void => {
    far.destroy()
    near.destroy()
  }
  far.once('error', end)
  near.once('error', end).once('close', () => far.end())
  near.pipe(far)
  try {
    await sendOutput(far, near)
  } finally {
    end()
  }
}

async function sendOutput(far: Socket, near: Socket): Promise<void> {
  for await (const { stream, bytes } of framesOf(far)) {
    if (stream !== 'stdout') continue
    if (near.destroyed) return
    if (!near.write(bytes)) await drained(near)
  }
}

/** Also when it is over: nobody would take more. */
function drained(near: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const done = (): void => {
    near.off('drain', done).off('close', done)
    resolve()
  }
  near.once('drain', done).once('close', done)
  return promise
}
