import { exchange } from './exchange.ts'
import { faultOf } from './judge.ts'
import type { MalformedRequest } from './requests.ts'

const atOnce = 8

/** Sends all requests, some at once, and describes every answer that is not right. */
export async function faultsOf(
  port: number,
  requests: readonly MalformedRequest[],
  secret: string,
): Promise<string[]> {
  const left = [...requests]
  const faults: string[] = []
  const work = async () => {
    for (let request = left.pop(); request; request = left.pop()) {
      const fault = faultOf(request, await exchange(port, request), secret)
      if (fault !== undefined) faults.push(fault)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return faults
}
