import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createCatalog } from '../../server/registry/catalog.ts'
import { openAzure } from '../../server/storage/azure.ts'
import { azureConfig } from '../storage/azure-config.ts'
import { startAzurite, type Azurite } from '../support/azurite.ts'
import type { AzureContainer, OpenContainer } from '../support/azure-container.ts'
import { stop } from '../support/child.ts'
import type { Size } from './cases.ts'
import { type Bench, inFreshFolder } from './compare.ts'
import { answering, launch } from './launch.ts'
import { type Row, comparedRow, limitRow } from './table.ts'

const pulls = 3
const leastOfSdk = 0.85
const page = 100
const mostRequests = 5

/** What Berth on a container is held to, next to Azure's own SDK on the same account in the same run. */
export interface AzureCase {
  readonly name: string
  measure(bench: Bench, azurite: Azurite, size: Size): Promise<Row>
}

/** In the order of the table. */
export const azureCases: readonly AzureCase[] = [
  { name: 'azure-push', measure: measurePush },
  { name: 'azure-pull', measure: measurePull },
  { name: 'azure-catalog', measure: measureCatalog },
]

/** Measures those of them that are wanted, on one Azurite. */
export async function measureAzure(
  bench: Bench,
  size: Size,
  wanted: readonly string[],
  add: (row: Row) => void,
): Promise<void> {
  const chosen = azureCases.filter(({ name }) => wanted.includes(name))
  if (chosen.length === 0) return
  await inFreshFolder(bench.parent, async (folder) => {
    await using azurite = await startAzurite({ folder })
    for (const one of chosen) add(await one.measure(bench, azurite, size))
  })
}

function measurePush(bench: Bench, azurite: Azurite, size: Size): Promise<Row> {
  const length = size.layer / 2
  return alternate(bench, azurite, size, `push of ${length / 2 ** 20} MiB to Azurite`, {
    berth: async (place) => await bench.load.run('pushBlobs', place, 1, length),
    sdk: async (container) => await bench.load.run('sdkUpload', container, length),
    megabytes: length / 1e6,
  })
}

function measurePull(bench: Bench, azurite: Azurite, size: Size): Promise<Row> {
  const length = size.layer / 2
  return alternate(bench, azurite, size, `pull of ${length / 2 ** 20} MiB from Azurite`, {
    berth: async (place) => await bench.load.run('pullBlob', place, length, pulls),
    sdk: async (container) => await bench.load.run('sdkDownload', container, length, pulls),
    megabytes: length / 1e6,
  })
}

interface Sides {
  /** Seconds through a registry, and of the SDK alone. */
  berth(place: { port: number; headers: Record<string, string> }): Promise<number>
  sdk(container: AzureContainer): Promise<number>
  readonly megabytes: number
}

/** Both sides in turn, who goes first alternating. */
async function alternate(
  bench: Bench,
  azurite: Azurite,
  { rounds }: Size,
  title: string,
  { berth, sdk, megabytes }: Sides,
): Promise<Row> {
  const results = { berth: [] as number[], sdk: [] as number[] }
  const measureBerth = async (): Promise<void> => {
    const seconds = await withBerth(bench, await azurite.container(), berth)
    results.berth.push(megabytes / seconds)
  }
  const measureSdk = async (): Promise<void> => {
    // Without its client, which does not go to another process.
    const { client: _, ...container } = await azurite.container()
    results.sdk.push(megabytes / (await sdk(container)))
  }
  for (let round = 0; round < rounds; round++) {
    const both = [measureBerth, measureSdk]
    for (const one of round % 2 === 0 ? both : both.toReversed()) await one()
  }
  const target = { title: `${title} (beside the SDK)`, unit: 'MB/s', target: leastOfSdk }
  return comparedRow(target, results.berth, results.sdk)
}

async function withBerth<T>(
  { parent, sides }: Bench,
  azure: OpenContainer,
  work: (place: { port: number; headers: Record<string, string> }) => Promise<T>,
): Promise<T> {
  return await inFreshFolder(parent, async (folder) => {
    const registry = await launch({ command: sides.berth, folder, azure })
    try {
      await answering(registry)
      return await work({ port: registry.port, headers: {} })
    } finally {
      await stop(registry.child)
    }
  })
}

/** Requests to storage for the last page; no timing, but what makes a catalogue crawl in Azure. */
async function measureCatalog(_bench: Bench, azurite: Azurite, size: Size): Promise<Row> {
  const count = size.repositories / 2
  const { client, container } = await azurite.container()
  const names = Array.from({ length: count }, (_, at) => `bench/r${String(at).padStart(5, '0')}`)
  await eachOf(names, async (name) => {
    const path = `docker/registry/v2/repositories/${name}/_manifests/tags/latest/current/link`
    await client.getBlockBlobClient(path).upload('sha256:', 7)
  })
  const driver = await openAzure(azureConfig(azurite, container))
  const listed: string[] = []
  const requests = await countRequests(async () => {
    const after = names.at(-page - 1) ?? ''
    for await (const name of createCatalog(driver).list(after)) listed.push(name)
  })
  if (listed.length !== page) throw new Error(`the last page has ${listed.length} repositories`)
  const title = `storage requests for the last ${page} of ${count} repositories`
  return limitRow(title, requests, 'requests', mostRequests, { rounds: [requests] })
}

async function countRequests(work: () => Promise<void>): Promise<number> {
  let count = 0
  const notice = (): void => void count++
  subscribe('http.client.request.start', notice)
  await work().finally(() => unsubscribe('http.client.request.start', notice))
  return count
}

const atOnce = 32

async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  const worker = async (): Promise<void> => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
