import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../support/port.ts'
import type { RegistryOptions, RunningRegistry } from '../support/registry-process.ts'
import { launchRegistry, startRegistry } from '../support/registry-process.ts'
import type { Push } from './blob-push.ts'
import { type Client, createClient } from './client.ts'
import { describePlan, planKill, trigger } from './kill-plan.ts'
import { type Ledger, createLedger } from './ledger.ts'
import { pushUntilDeath } from './pushers.ts'
import { type Random, seededRandom } from './random.ts'
import { resumeUploads } from './resume.ts'
import { type Tally, createTally } from './tally.ts'
import { verifyAll, verifyListings, verifyRecent } from './verify.ts'

/** How long the suite goes on, and from which seed. */
export interface KillLoopOptions {
  readonly kills: number
  readonly seed: number
  /** What is killed; its place is empty at first and the same in all lives. */
  readonly registry: RegistryOptions
  /** What the killed registry sent to its storage may be done after its end. */
  readonly outlived: boolean
  /** How many times as long as on disk a request takes. */
  readonly slowness: number
  /** Told about the progress, one line at a time. */
  readonly say: (line: string) => void
}

interface Run {
  readonly options: KillLoopOptions
  readonly tally: Tally
  readonly ledger: Ledger
  readonly random: Random
}

const sample = 20
const earlyKills = 0.1
const sayEvery = 10
const loggedErrors = 3

/** Kills the server so many times under load and checks its promises after each restart. */
export async function killLoop(options: KillLoopOptions): Promise<Tally> {
  const random = seededRandom(options.seed)
  const run: Run = { options, random, tally: createTally(), ledger: createLedger() }
  for (let life = 0; life < options.kills; life++) {
    await liveAndDie(run, life)
    if ((life + 1) % sayEvery === 0) options.say(progress(run, life + 1))
  }
  await lastLife(run)
  return run.tally
}

async function liveAndDie(run: Run, life: number): Promise<void> {
  const { tally } = run
  const random = run.random.fork(life)
  const plan = planKill(random, run.options.slowness)
  const before = tally.failures()
  if (random.chance(earlyKills)) await dieEarly(run, random)
  const registry = await restart(run)
  const due = Promise.withResolvers<undefined>()
  const watch = trigger(plan, () => due.resolve(undefined))
  const checking = createClient(registry.url, tally, () => undefined)
  await check(run, checking, random, life)
  const client = createClient(registry.url, tally, watch.sent)
  const load = pushUntilDeath(pushWith(run, client, random, life))
  watch.start()
  await due.promise
  client.expectDeath()
  await registry.kill()
  await load
  await client.close()
  if (tally.failures() === before) return
  run.options.say(`life ${life}, kill ${describePlan(plan)}: failed`)
  for (const line of errorsOf(registry)) run.options.say(line)
}

/** The first of what the registry has logged as its own fault. */
function errorsOf({ output }: RunningRegistry): string[] {
  const lines = output().split('\n')
  return lines.filter((line) => line.includes(' ERROR: ')).slice(0, loggedErrors)
}

/** What the kill before left behind: old promises first, then the interrupted uploads. */
async function check(run: Run, client: Client, random: Random, life: number): Promise<void> {
  const { tally, ledger } = run
  await verifyRecent({ client, tally, ledger, seen: new Map() }, random, sample)
  await resumeUploads(pushWith(run, client, random, life))
}

async function lastLife(run: Run): Promise<void> {
  const { tally, ledger, random } = run
  const registry = await restart(run)
  const client = createClient(registry.url, tally, () => undefined)
  await check(run, client, random, -1)
  const verification = { client, tally, ledger, seen: new Map() }
  await verifyAll(verification)
  await verifyListings(verification)
  await registry.stop()
}

/** A kill while the server is still coming up. */
async function dieEarly({ options }: Run, random: Random): Promise<void> {
  await using _ = await launchRegistry(options.registry, await freePort())
  await delay(random.between(0, 400))
}

async function restart({ options, tally }: Run): Promise<RunningRegistry> {
  try {
    const registry = await startRegistry(options.registry)
    tally.check('restart takes the images over', true, () => '')
    return registry
  } catch (error) {
    tally.check('restart takes the images over', false, () => String(error))
    throw error
  }
}

function pushWith(run: Run, client: Client, random: Random, life: number): Push {
  const { ledger, tally, options } = run
  return { client, ledger, tally, random, life, outlived: options.outlived }
}

function progress({ options, tally, ledger }: Run, kills: number): string {
  const promises = `${ledger.images.size} images, ${ledger.tags.size} tags`
  return `${kills}/${options.kills} kills, ${promises}, ${tally.failures()} failed`
}
