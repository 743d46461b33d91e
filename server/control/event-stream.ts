import type { ServerResponse } from 'node:http'
import type { ConsoleEvent } from './contract.ts'
import type { Events, SentEvent } from './events.ts'

/** Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) to many browsers. */
export interface EventStreams {
  /** Whether there is room for one more. */
  readonly hasRoom: boolean
  /**
   * Answers with events until one side ends it.
   * @param after the id of the last event that the client has
   * @param stillAllowed asked now and then; the stream ends when it says no
   * @param shown what of an event whoever listens may see; unless given, all
   */
  open(
    response: ServerResponse,
    after: number | undefined,
    stillAllowed: () => Promise<boolean>,
    shown?: (event: ConsoleEvent) => ConsoleEvent | undefined,
  ): void
  /** Ends them all. */
  close(): void
}

/** Streams at a time. */
const MOST = 100
/** Bytes that may wait for a client when the next event comes; one that lets more pile up is cut off, and asks again for what it missed. */
const MOST_WAITING = 1024 * 1024
/** Silence after which a sign of life goes out, so that nothing in between takes the connection for dead. */
const KEEP_ALIVE = 15_000

/** @param keepAlive milliseconds */
export function createEventStreams(events: Events, keepAlive = KEEP_ALIVE): EventStreams {
  const open = new Set<ServerResponse>()
  return {
    get hasRoom() {
      return open.size < MOST
    },
    open(response, after, stillAllowed, shown) {
      open.add(response)
      const write = writerTo(response)
      writeHead(response)
      const render = renderer(shown)
      const subscription = events.subscribe((sent) => write(render(sent)), after)
      const timer = setInterval(() => {
        write(': \n\n')
        void endUnless(stillAllowed, response)
      }, keepAlive)
      timer.unref()
      response.once('close', () => {
        clearInterval(timer)
        subscription.end()
        open.delete(response)
      })
      write(beginning(subscription, render))
    },
    close() {
      for (const response of open) response.end()
    },
  }
}

function writeHead(response: ServerResponse): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    // nginx would hold events back until there are many.
    'X-Accel-Buffering': 'no',
  })
}

function writerTo(response: ServerResponse): (text: string) => void {
  return (text) => {
    if (response.destroyed || response.writableEnded) return
    if (response.writableLength > MOST_WAITING) response.destroy()
    else response.write(text)
  }
}

async function endUnless(
  stillAllowed: () => Promise<boolean>,
  response: ServerResponse,
): Promise<void> {
  if (!(await stillAllowed())) response.end()
}

/** What the client has missed, or the word that it has to ask for everything anew. */
function beginning(
  { missed, lastId }: { missed: readonly SentEvent[] | undefined; lastId: number },
  render: (sent: SentEvent) => string,
) {
  if (!missed) return `event: reset\nid: ${lastId}\ndata: {}\n\n`
  // An id alone is no event, but from now on the client says it when it comes back.
  return missed.length > 0 ? missed.map(render).join('') : `id: ${lastId}\n\n`
}

/** An event that is not to be seen leaves its id alone, so that the client does not miss it later. */
function renderer(
  shown: ((event: ConsoleEvent) => ConsoleEvent | undefined) | undefined,
): (sent: SentEvent) => string {
  return ({ id, event, text }) => {
    const seen = shown ? shown(event) : event
    if (!seen) return `id: ${id}\n\n`
    return `id: ${id}\ndata: ${seen === event ? text : JSON.stringify(seen)}\n\n`
  }
}
