import { sendJson, type Call } from './call.ts'

/** `GET /v2/`: distribution-spec "Determining Support". */
export function getBase(call: Call): void {
  sendJson(call, {})
}
