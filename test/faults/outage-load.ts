import { randomBytes } from 'node:crypto'
import { digestsOf, type HttpImage, newImage, pullImage } from '../support/http-image.ts'
import { pushPatiently } from './patient-push.ts'
import { Refused, type Traffic } from './traffic.ts'

/** An image that the registry has acknowledged. */
export interface Acknowledged {
  readonly repository: string
  readonly tag: string
  readonly image: HttpImage
}

/** Clients that push and pull. */
export interface Load {
  readonly images: readonly Acknowledged[]
  /** Resolves when the load has been ended; rejects as soon as a client cannot go on. */
  readonly done: Promise<unknown>
  /** Lets every client finish the image that it is at. */
  readonly end: () => Promise<unknown>
}

/** How many images are pushed at any time. */
export const PUSHERS = 6

const LARGE = 2 * 2 ** 20

/** Starts the load; `there` resolves when a client that was refused should try again. */
export function startLoad(traffic: Traffic, repository: string, there: () => Promise<void>): Load {
  const images: Acknowledged[] = []
  const ending = new AbortController()
  const pusher = async (number: number): Promise<void> => {
    for (let count = 0; !ending.signal.aborted; count++) {
      // Now and then with a layer that takes a while to send, so that something falls into it.
      const image = newImage(count % 3 === 0 ? [randomBytes(LARGE)] : [])
      const tag = `v-${number}-${count}`
      await pushPatiently({ ask: traffic.ask, there }, repository, tag, image)
      images.push({ repository, tag, image })
    }
  }
  const reader = async (): Promise<void> => {
    for (let count = 0; !ending.signal.aborted; count++) {
      const acknowledged = images[(count * 7) % images.length]
      if (!acknowledged) await traffic.more('answered', 1)
      else if (!(await isRightOrRefused(traffic, acknowledged))) await there()
    }
  }
  const pushers = Array.from({ length: PUSHERS }, (_, number) => pusher(number))
  const done = Promise.all([reader(), ...pushers])
  return {
    images,
    done,
    end: () => {
      ending.abort()
      return done
    },
  }
}

/** @returns false when the registry refused. */
async function isRightOrRefused(
  traffic: Traffic,
  { repository, tag, image }: Acknowledged,
): Promise<boolean> {
  try {
    const pulled = await pullImage(traffic.ask, repository, tag)
    const right = pulled.join() === digestsOf(image).join()
    if (!right) traffic.faults.push(`${repository}:${tag} is served as ${pulled.join()}`)
    return true
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}
