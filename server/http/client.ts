import type { Client } from '../traffic/witness.ts'
import type { Call } from './call.ts'
import { remoteAddress } from './remote-address.ts'

/** Characters of a program's name. */
const LONGEST = 40

/** Who makes a request, for whoever looks on. */
export function clientOf({ ctx, request }: Call): Client {
  const user = ctx.state['user'] as string | undefined
  const agent = programName(request.headers['user-agent'])
  return {
    ...(user === undefined ? {} : { user }),
    ...(agent === undefined ? {} : { agent }),
    remote: remoteAddress(request),
  }
}

/** The first product of RFC 9110 "User-Agent", without its version: clients go on to tell all they are made of. */
function programName(header: string | undefined): string | undefined {
  const name = header && /^[^\s/()]+/.exec(header)?.[0]
  return name?.slice(0, LONGEST)
}
