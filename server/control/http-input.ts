import type { Context } from 'koa'
import { readBody } from '../http/body.ts'
import { ControlError } from './control-error.ts'

/** Bytes of a request's body. */
const LONGEST = 1024 * 1024

/**
 * The JSON of a request. It has to say that it is JSON: a form of another site cannot, and a script there
 * would have to ask first.
 *
 * @throws ControlError INVALID_INPUT
 */
export async function readJson(ctx: Context): Promise<unknown> {
  const [type = ''] = ctx.get('content-type').split(';', 1)
  if (type.trim().toLowerCase() !== 'application/json') {
    throw new ControlError('INVALID_INPUT', 'the Content-Type must be application/json')
  }
  const bytes = await readBody(ctx.req, ctx.res, LONGEST)
  if (!bytes) throw new ControlError('INVALID_INPUT', 'the input is longer than 1 MiB')
  return parse(bytes)
}

function parse(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined
  try {
    return JSON.parse(bytes.toString())
  } catch {
    throw new ControlError('INVALID_INPUT', 'the input is not valid JSON')
  }
}
