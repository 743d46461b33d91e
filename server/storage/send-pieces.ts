import type { Writable } from 'node:stream'

/** Writes every piece to `out`, at its pace, without ending it. Rejects when `out` closes early. */
export async function sendPieces(pieces: AsyncIterable<Uint8Array>, out: Writable): Promise<void> {
  for await (const piece of pieces) {
    if (out.destroyed) throw new Error('the client went away')
    if (!out.write(piece)) await drained(out)
  }
}

function drained(out: Writable): Promise<void> {
  if (out.destroyed) return Promise.reject(new Error('the client went away'))
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => (): void => {
      out.off('drain', onDrain)
      out.off('close', onClose)
      act()
    }
    const onDrain = settle(resolve)
    const onClose = settle(() => reject(new Error('the client went away')))
    out.on('drain', onDrain)
    out.on('close', onClose)
  })
}
