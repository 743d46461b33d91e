import { HAVE_HEADER, HAVE_VERSION } from '../oci/have.ts'
import { sendJson, type Call } from './call.ts'

/** `GET /v2/`: distribution-spec "Determining Support". */
export function getBase(call: Call): void {
  call.ctx.set(HAVE_HEADER, HAVE_VERSION)
  sendJson(call, {})
}
