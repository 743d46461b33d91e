import type { AzureContainer } from '../support/azure-container.ts'
import { type Azurite, startAzurite } from '../support/azurite.ts'

/** A container in an Azurite that goes away and comes back with the same address and contents. */
export interface FlakyAzurite extends AsyncDisposable {
  readonly container: AzureContainer
  /** The process that serves the container now, or did until it ended. */
  readonly azurite: () => Azurite
  /** Starts another where the last one has ended. */
  readonly comeBack: () => Promise<void>
  /** Has `end` end it, and starts another. */
  readonly away: (end: (azurite: Azurite) => Promise<void>) => Promise<void>
  /** Resolves when nobody is ending it, or another has been started. */
  readonly there: () => Promise<void>
}

/** Starts one, with a new container. */
export async function startFlakyAzurite(): Promise<FlakyAzurite> {
  await using cleanUp = new AsyncDisposableStack()
  let azurite = cleanUp.use(await startAzurite())
  const { port, folder } = azurite
  const container = await azurite.container()
  const started = cleanUp.move()
  const comeBack = async (): Promise<void> => {
    azurite = started.use(await startAzurite({ port, folder }))
  }
  let there = Promise.resolve()
  return {
    container,
    azurite: () => azurite,
    comeBack,
    away: (end) => {
      there = end(azurite).then(comeBack)
      return there
    },
    there: () => there,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}
