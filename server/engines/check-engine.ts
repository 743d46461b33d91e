import { randomBytes } from 'node:crypto'
import type { EngineCheck, EngineOutcome } from '../control/engines-contract.ts'
import { withoutSecrets } from '../config/redact.ts'
import { describeEngine } from './describe-engine.ts'
import type { FoundEngine } from './find-engines.ts'
import { outcomeOf, outcomeText } from './outcome.ts'
import { forgetImage, pullOnce, type WantedImage } from './pull.ts'
import type { RegistryToReach } from './registry-to-reach.ts'
import { remediesFor } from './remedies.ts'
import type { Surroundings } from './surroundings.ts'

/** Milliseconds for a whole check. */
const PATIENCE = 30_000
/** Characters of an engine's own words. */
const LONGEST = 500

/**
 * Sees whether an engine reaches the registry: it is asked to pull an image that no other has.
 *
 * @param signal says that nobody waits any more
 */
export async function checkEngine(
  engine: FoundEngine,
  registry: RegistryToReach,
  around: Surroundings,
  signal?: AbortSignal,
): Promise<EngineCheck> {
  const facts = await describeEngine(engine, around)
  if (facts.state !== 'available') {
    const outcome = facts.state === 'not-allowed' ? 'not-allowed' : 'not-running'
    return {
      engine: engine.id,
      outcome,
      text: outcomeText(outcome, registry.host),
      remedies: [],
    }
  }
  const { outcome, words } = await tryPull(engine, registry, around, signal)
  const detail = words && withoutSecrets(words).slice(0, LONGEST)
  return {
    engine: engine.id,
    outcome,
    text: outcomeText(outcome, registry.host),
    ...(detail && { detail }),
    remedies: await remediesFor({ outcome, engine, facts, registry, around }),
  }
}

interface Tried {
  readonly outcome: EngineOutcome
  readonly words?: string | undefined
}

/** That the image was asked for here is the proof; what the engine thinks of the image is not. */
async function tryPull(
  engine: FoundEngine,
  registry: RegistryToReach,
  around: Surroundings,
  signal?: AbortSignal,
): Promise<Tried> {
  const late = AbortSignal.timeout(PATIENCE)
  const probe = await registry.openProbe()
  const { repository, tag } = probe
  // A registry knows who pulls a probe by the first part of its name.
  const [username = ''] = repository.split('/')
  const login = { username, password: randomBytes(12).toString('hex') }
  const image: WantedImage = { host: registry.host, repository, tag, login }
  try {
    const either = signal ? AbortSignal.any([late, signal]) : late
    const words = await pullOnce(engine, image, around, either)
    if (await probe.wasSeen()) return { outcome: 'reaches' }
    return { outcome: words ? outcomeOf(words, registry.hasUsers) : 'other-registry', words }
  } catch (error) {
    if (await probe.wasSeen()) return { outcome: 'reaches' }
    if (late.aborted || signal?.aborted) return { outcome: 'timed-out' }
    return { outcome: 'failed', words: error instanceof Error ? error.message : String(error) }
  } finally {
    await forgetImage(engine, image, around)
    await probe.close()
  }
}
