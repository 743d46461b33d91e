import type { Middleware } from 'koa'
import type { Log } from '../log.ts'
import { remoteAddress } from './remote-address.ts'

/** One line for every request, written when its answer has gone out or its connection has ended. */
export function createAccessLog(log: Log): Middleware {
  return (ctx, next) => {
    const started = performance.now()
    const { req, res } = ctx
    const before = req.socket.bytesWritten
    const remote = remoteAddress(req)
    res.once('close', () => {
      log.access({
        remote,
        ...(ctx.state['user'] === undefined ? {} : { user: String(ctx.state['user']) }),
        method: ctx.method,
        url: ctx.originalUrl,
        // 499, as nginx has it: the client went away before there was an answer.
        status: res.headersSent ? res.statusCode : 499,
        bytes: req.socket.bytesWritten - before,
        ms: Math.round((performance.now() - started) * 10) / 10,
        id: String(ctx.state['id']),
        agent: req.headers['user-agent'] ?? '',
      })
    })
    return next()
  }
}
