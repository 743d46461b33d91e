import { setTimeout as delay } from 'node:timers/promises'
import type { Input, MethodName, Output } from '../../server/control/contract.ts'
import { isRunning, stop } from '../support/child.ts'
import { answering, launch, type LaunchOptions, type Launched } from './launch.ts'

/** A Berth that serves, and somebody who is in its console. Disposing of it stops it. */
export interface ServedConsole extends AsyncDisposable {
  readonly launched: Launched
  /** `http://127.0.0.1:PORT/` */
  readonly url: string
  /** The cookie of the session. */
  readonly session: { readonly name: string; readonly value: string }
  /** Asks as a window does. @throws Error with the answer when it is none */
  call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>>
}

/** Starts a Berth and enters its console by the link that it prints; its index may still be built. */
export async function serveConsole(options: LaunchOptions): Promise<ServedConsole> {
  const launched = await launch(options)
  const { port, child } = launched
  try {
    await answering(launched)
    const url = `http://127.0.0.1:${port}/`
    const session = await enter(await printedLink(launched), port)
    return {
      launched,
      url,
      session,
      call: (method, input) => call(url, session, method, input),
      [Symbol.asyncDispose]: () => stop(child),
    }
  } catch (error) {
    await stop(child)
    throw error
  }
}

const patience = 15_000

async function printedLink({ child, output }: Launched): Promise<URL> {
  const deadline = performance.now() + patience
  for (;;) {
    const link = /http\S+\?token=\S+/.exec(output())?.[0]
    if (link !== undefined) return new URL(link)
    if (!isRunning(child) || performance.now() > deadline) {
      throw new Error(`no link to a console:\n${output()}`)
    }
    await delay(2)
  }
}

/** The bench's server listens on 127.0.0.1 alone, whatever `localhost` is here. */
async function enter(link: URL, port: number): Promise<ServedConsole['session']> {
  link.host = `127.0.0.1:${port}`
  const answer = await fetch(link, { redirect: 'manual' })
  const [name = '', value = ''] = (answer.headers.getSetCookie()[0] ?? '').split(/[=;]/)
  if (!value) throw new Error(`the console was not entered: ${answer.status}`)
  return { name, value }
}

async function call<M extends MethodName>(
  url: string,
  { name, value }: ServedConsole['session'],
  method: M,
  input: Input<M>,
): Promise<Output<M>> {
  const answer = await fetch(`${url}api/rpc/${method}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Cookie: `${name}=${value}`,
      'Sec-Fetch-Site': 'same-origin',
    },
    body: JSON.stringify(input ?? null),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} was answered ${answer.status}: ${text}`)
  return JSON.parse(text) as Output<M>
}
