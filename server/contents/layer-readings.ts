import type { Digest } from '../oci/digest.ts'
import type { Blobs } from '../registry/blobs.ts'
import { createSlots } from '../storage/slots.ts'
import type { IndexThread } from './index-thread.ts'
import { sendLayer, type LayerOf } from './send-layer.ts'

/** The layers that are being read: each once, however many ask for it. */
export interface LayerReadings {
  /**
   * Resolves when the layer is in the index, or `signal` says that this one does not wait any more. When
   * nobody waits the reading stops.
   *
   * @throws as `sendLayer`
   */
  read(layer: LayerOf, signal: AbortSignal): Promise<void>
  /** Stops all. */
  close(): Promise<void>
}

interface Reading {
  readonly done: Promise<void>
  readonly controller: AbortController
  waiting: number
}

/** Layers read at once, whoever asks. */
const WIDTH = 2

export function createLayerReadings(blobs: Blobs, thread: IndexThread): LayerReadings {
  const readings = new Map<Digest, Reading>()
  const slots = createSlots(WIDTH)

  function start(layer: LayerOf): Reading {
    const controller = new AbortController()
    const { signal } = controller
    const done = slots.run(async () => {
      if (!signal.aborted) await sendLayer(blobs, thread, layer, signal)
    })
    const reading: Reading = { done, controller, waiting: 0 }
    const forget = (): void => {
      if (readings.get(layer.digest) === reading) readings.delete(layer.digest)
    }
    done.then(forget, forget)
    readings.set(layer.digest, reading)
    return reading
  }

  function leave(reading: Reading, digest: Digest): void {
    if (--reading.waiting > 0) return
    reading.controller.abort()
    if (readings.get(digest) === reading) readings.delete(digest)
  }

  return {
    async read(layer, signal) {
      const reading = readings.get(layer.digest) ?? start(layer)
      reading.waiting++
      try {
        await Promise.race([reading.done, aborted(signal)])
      } finally {
        leave(reading, layer.digest)
      }
    },

    async close() {
      const all = [...readings.values()]
      for (const { controller } of all) controller.abort()
      await Promise.allSettled(all.map(({ done }) => done))
    },
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
