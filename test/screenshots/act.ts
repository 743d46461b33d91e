import { setTimeout as delay } from 'node:timers/promises'
import type { Browser } from '../control/browser.ts'
import { expecting, pushBlob } from '../support/http-image.ts'
import { missingBlobs, putContent, resolveBlobs } from './client.ts'
import type { StagedRegistry } from './staged-registry.ts'
import type { Deed, DeedOf, Person } from './story.ts'

/** Bytes a second on the way between each of them and the registry. */
const SPEED: Readonly<Record<Person, number>> = { alice: 61e6, ben: 18e6, ci: 112e6, prod: 84e6 }

/** What questions and answers take, in seconds. */
const LATENCY = 0.12

/** Longer than anything takes here, in milliseconds. */
const LONGEST = 10_000

/** Longer than a client is waited for before what it does counts as done; in milliseconds. */
const QUIET = 3_000
const PATIENCE = 10_000
const POLL_INTERVAL = 50

/** Does what the story tells, each deed at its time. */
export async function act(registry: StagedRegistry, story: readonly Deed[]): Promise<void> {
  for (const deed of story) {
    // Asking comes before what is moved then.
    registry.clock.set(deed.at - LONGEST)
    switch (deed.does) {
      case 'push':
        await push(registry, deed)
        break
      case 'pull':
        await pull(registry, deed)
        break
      case 'delete':
      case 'retag':
        await manage(registry, deed)
        break
    }
  }
}

async function push(registry: StagedRegistry, deed: DeedOf<'push'>): Promise<void> {
  const { repository, by, tags } = deed
  const ask = registry.ask(by)
  const [...contents] = deed.contents()
  const whole = contents.pop()
  if (!whole) return
  const blobs = await missingBlobs(ask, repository, [...contents, whole])
  const sizes = blobs.map(({ length }) => length)
  await taking(registry, deed, sizes, (at) => pushBlob(ask, repository, blobs[at] ?? Buffer.of()))
  for (const part of contents) await putContent(ask, repository, part.digest, part)
  for (const tag of tags) await putContent(ask, repository, tag, whole)
  if (tags.length > 0) return
  await putContent(ask, repository, whole.digest, whole)
  await becomeQuiet(registry, deed, whole.digest)
}

async function pull(registry: StagedRegistry, deed: DeedOf<'pull'>): Promise<void> {
  const { repository, by, tag } = deed
  const ask = registry.ask(by)
  const blobs = await resolveBlobs(ask, repository, tag)
  const sizes = blobs.map(({ size }) => size)
  await taking(registry, deed, sizes, async (at) => {
    await expecting(200, ask, 'GET', `/v2/${repository}/blobs/${blobs[at]?.digest}`)
  })
  await becomeQuiet(registry, deed, tag)
}

/** Moves blobs one by one, the last of them when as much time has passed as all of them take. */
async function taking(
  { clock }: StagedRegistry,
  { at, by }: Deed,
  sizes: readonly number[],
  move: (index: number) => Promise<void>,
): Promise<void> {
  const seconds = LATENCY + sizes.reduce((sum, size) => sum + size, 0) / SPEED[by]
  clock.set(at - seconds * 1_000)
  for (const index of sizes.keys()) {
    if (index === sizes.length - 1) clock.set(at)
    await move(index)
  }
  clock.set(at)
}

/** Waits until the registry takes the client to be done. */
async function becomeQuiet(registry: StagedRegistry, deed: Deed, of: string): Promise<void> {
  const console = await registry.console('alice')
  // What still moves in the registry's eyes would do so later, once the clock goes on.
  await until(async () => (await console.call('transfers.list', undefined)).length === 0, deed)
  registry.clock.set(deed.at + QUIET)
  await until(() => isLast(console, deed, of), deed)
}

async function until(isSo: () => Promise<boolean>, { does, repository }: Deed): Promise<void> {
  const deadline = performance.now() + PATIENCE
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`the ${does} of ${repository} does not end`)
    await delay(POLL_INTERVAL)
  }
}

async function isLast(console: Browser, { repository, does }: Deed, of: string): Promise<boolean> {
  const [last] = await console.call('activity.list', { limit: 1 })
  if (last?.repository !== repository || last.action !== does) return false
  return last.tag === of || last.digest === of
}

/** What a person does in the console. */
async function manage(
  registry: StagedRegistry,
  deed: DeedOf<'delete'> | DeedOf<'retag'>,
): Promise<void> {
  registry.clock.set(deed.at)
  const console = await registry.console(deed.by)
  const { repository, tag } = deed
  if (deed.does === 'delete') await console.call('tags.delete', { repository, tags: [tag] })
  else await console.call('tags.add', { repository, from: deed.from, tag })
}
