/** A page that a program which runs with `--remote-debugging-port` shows. */
export interface ShownPage {
  readonly url: string
  readonly text: string
}

interface Target {
  readonly type: string
  readonly url: string
  readonly webSocketDebuggerUrl: string
}

/**
 * What stands in the first page, by Chromium's DevTools protocol; `undefined` while there is none.
 * Playwright cannot ask: it needs `--inspect`, which the packaged app does not know.
 *
 * @throws Error while nobody listens on the port.
 */
export async function shownPage(port: number): Promise<ShownPage | undefined> {
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`)
  const targets = (await answer.json()) as readonly Target[]
  const page = targets.find(({ type }) => type === 'page')
  if (page === undefined) return undefined
  return { url: page.url, text: await textOf(page.webSocketDebuggerUrl) }
}

async function textOf(address: string): Promise<string> {
  const socket = new WebSocket(address)
  try {
    const told = await new Promise<string>((resolve, reject) => {
      socket.addEventListener('error', () => reject(new Error(`no word from ${address}`)))
      socket.addEventListener('close', () => reject(new Error(`${address} was closed`)))
      socket.addEventListener('message', ({ data }) => resolve(String(data)))
      socket.addEventListener('open', () => socket.send(JSON.stringify(QUESTION)))
    })
    const { result } = JSON.parse(told) as {
      readonly result?: { readonly result?: { readonly value?: string } }
    }
    return result?.result?.value ?? ''
  } finally {
    socket.close()
  }
}

const QUESTION = {
  id: 1,
  method: 'Runtime.evaluate',
  params: { expression: 'document.body.innerText', returnByValue: true },
}
