import { connect } from 'node:net'
import type { MalformedRequest } from './requests.ts'

/** How an exchange over a bare socket ended. */
export type Outcome =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly head: string
      readonly body: string
    }
  | { readonly kind: 'closed'; readonly received: string }
  | { readonly kind: 'silent' }

const deadline = 6000

/** Sends the bytes as they are and waits for a whole answer, the end of the connection, or 6 s. */
export function exchange(port: number, request: MalformedRequest): Promise<Outcome> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0)
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    const finish = (outcome: Outcome) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(outcome)
    }
    const ended = () => finish(answerIn(received, request, true) ?? closed(received))
    const timer = setTimeout(() => finish({ kind: 'silent' }), deadline)
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      const answer = answerIn(received, request, false)
      if (answer) finish(answer)
    })
    socket.on('end', ended)
    socket.on('error', ended)
    socket.write(request.bytes)
    if (request.halfClosed) socket.end()
  })
}

function closed(received: Buffer): Outcome {
  return { kind: 'closed', received: received.toString('latin1') }
}

/** The answer, when all of it is there; an answer without a length ends with the connection. */
function answerIn(
  received: Buffer,
  { method }: MalformedRequest,
  ended: boolean,
): Outcome | undefined {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = received.toString('latin1', 0, end)
  const body = received.subarray(end + 4)
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1])
  const length = /^content-length: *(\d+)/im.exec(head)?.[1]
  const whole = method === 'HEAD' || status === 204 || body.length >= Number(length)
  return whole || ended
    ? { kind: 'answered', status, head, body: body.toString('utf8') }
    : undefined
}
