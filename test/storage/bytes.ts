import type { StorageDriver } from '../../server/storage/driver.ts'
import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** The texts one after the other, as bytes come in: each in a later turn of the event loop. */
export async function* bodyOf(...chunks: readonly (string | Uint8Array)[]) {
  for (const chunk of chunks) {
    await nextTurn()
    yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
  }
}

/** Like `bodyOf`, but then it breaks off with `error`. */
export async function* brokenBody(error: Error, ...chunks: readonly (string | Uint8Array)[]) {
  yield* bodyOf(...chunks)
  throw error
}

/** A body that its test feeds, and that stands still until then. */
export interface HeldBody extends AsyncIterable<Uint8Array> {
  /** Yields `text`; resolves when the reader comes back for more. */
  push(text: string): Promise<void>
  end(): void
  fail(error: Error): void
  /** Resolves when somebody has begun to read. */
  readonly begun: Promise<void>
}

type Step = { readonly text: string; readonly taken: () => void } | { readonly error?: Error }

export function heldBody(): HeldBody {
  const begun = Promise.withResolvers<void>()
  let next = Promise.withResolvers<Step>()

  async function* read(): AsyncGenerator<Uint8Array> {
    begun.resolve()
    for (;;) {
      const step = await next.promise
      if (!('text' in step)) {
        if (step.error) throw step.error
        return
      }
      next = Promise.withResolvers<Step>()
      yield Buffer.from(step.text)
      step.taken()
    }
  }

  return {
    begun: begun.promise,
    push: (text) => new Promise((taken) => next.resolve({ text, taken })),
    end: () => next.resolve({}),
    fail: (error) => next.resolve({ error }),
    [Symbol.asyncIterator]: read,
  }
}

/** All of a body, as text. */
export async function textOf(body: AsyncIterable<Uint8Array> | undefined): Promise<string> {
  return Buffer.concat(await Array.fromAsync(body ?? [])).toString()
}

/** Length and sha256 of a body that may be too large to be held. */
export async function sumOf(body: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256')
  let length = 0
  for await (const chunk of body) {
    hash.update(chunk)
    length += chunk.length
  }
  return { length, sha256: hash.digest('hex') }
}

/** What went wrong, or undefined when nothing did. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
    return undefined
  } catch (error) {
    return error
  }
}

/** Looks again and again, until `work` has ended. */
export async function watch(work: Promise<unknown>, look: () => Promise<void>): Promise<void> {
  const state = { ended: false }
  const ended = failureOf(work).finally(() => (state.ended = true))
  do await look()
  while (!state.ended)
  const failure = await ended
  if (failure !== undefined) throw failure
}

/** Replaces one object, durably. */
export function write(driver: StorageDriver, path: string, bytes: Uint8Array): Promise<void> {
  return driver.writeInOrder([[{ path, bytes }]])
}

/** Gives what lies at `from` another name, durably. */
export function move(driver: StorageDriver, from: string, to: string): Promise<void> {
  return driver.writeInOrder([[{ path: to, from }]])
}
