import { sendPieces } from '../../server/storage/send-pieces.ts'
import type { Body, StorageDriver } from '../../server/storage/driver.ts'

/** Storage whose bodies stop at a gate, and that counts what is read. */
export interface Gated {
  wrap(driver: StorageDriver): StorageDriver
  /** How often each object was opened, by a part of its path. */
  opened(part: string): number
  /** How many bodies were opened and not ended or closed. */
  readonly open: number
  /** From now on bodies give a first piece of so many bytes and then nothing until `release`. */
  hold(bytes: number): void
  release(): void
  /** Resolves when a body waits at the gate. */
  readonly waiting: Promise<void>
  /** Opening fails with this, until it is undefined. */
  failure: Error | undefined
}

export function gated(): Gated {
  const opens: string[] = []
  let open = 0
  let held: number | undefined
  let gate = Promise.withResolvers<void>()
  let waiting = Promise.withResolvers<void>()

  async function* through(body: Body): AsyncGenerator<Uint8Array> {
    let left = held
    try {
      for await (const chunk of body) {
        if (left === undefined) {
          yield chunk
          continue
        }
        yield chunk.subarray(0, left)
        waiting.resolve()
        await gate.promise
        yield chunk.subarray(left)
        left = undefined
      }
    } finally {
      open--
    }
  }

  const self: Gated = {
    failure: undefined,
    wrap: (driver) => ({
      ...driver,
      async open(path, range) {
        opens.push(path)
        if (self.failure) throw self.failure
        const opened = await driver.open(path, range)
        if (!opened) return undefined
        open++
        const { body } = opened
        return {
          ...opened,
          body: {
            [Symbol.asyncIterator]: () => through(body),
            sendTo: (out) => sendPieces(through(body), out),
            close: body.close,
          },
        }
      },
    }),
    opened: (part) => opens.filter((path) => path.includes(part)).length,
    get open() {
      return open
    },
    hold(bytes) {
      held = bytes
      gate = Promise.withResolvers()
      waiting = Promise.withResolvers()
    },
    release() {
      held = undefined
      gate.resolve()
    },
    get waiting() {
      return waiting.promise
    },
  }
  return self
}
