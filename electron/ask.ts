import type { Input, MethodName, Output } from '../server/control/contract.ts'
import type { DesktopHost } from './host.ts'

/** Asks the host as the window would. @returns undefined where it refuses */
export async function ask<M extends MethodName>(
  host: Pick<DesktopHost, 'dispatch'>,
  method: M,
  input: Input<M>,
): Promise<Output<M> | undefined> {
  const outcome = await host.dispatch(method, input, {})
  return 'output' in outcome ? (outcome.output as Output<M>) : undefined
}
