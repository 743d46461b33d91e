import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { openDisk } from '../../server/storage/disk.ts'
import { newPlace } from '../storage/azure-place.ts'
import { startAzurite } from '../support/azurite.ts'
import { temporaryFolder } from '../support/folder.ts'
import { registryOn } from './storages.ts'
import { stress, type StressOptions, type StressTally } from './stress.ts'

const usage = `npm run test:collect -- [options]

Random pushes, mounts, retags, deletes and referrers while space is freed all the time; then everything
that was promised has to be there, and nothing else.

  --storage NAME disk, or azure for two instances on one container; without it one after the other
  --short        40 s on disk, 60 s on azure; without it 30 minutes each
  --seconds N    so long
  --seed S       repeat the choices of an earlier run
`

type Place = Pick<StressOptions, 'instances' | 'grace'>

interface Storage {
  readonly name: string
  /** Seconds of the short form. */
  readonly short: number
  readonly open: (cleanUp: AsyncDisposableStack) => Promise<Place>
}

const FULL = 30 * 60
const STORAGES: readonly Storage[] = [
  { name: 'disk', short: 40, open: onDisk },
  { name: 'azure', short: 60, open: onAzure },
]

process.exitCode = await main()

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      storage: { type: 'string' },
      short: { type: 'boolean', default: false },
      seconds: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const wanted = values.storage
  const storages = STORAGES.filter(({ name }) => wanted === undefined || wanted === name)
  if (values.help || storages.length === 0) {
    process.stdout.write(usage)
    return values.help ? 0 : 2
  }
  const seed = Number(values.seed ?? randomInt(2 ** 31))
  let failed = false
  for (const storage of storages) {
    const seconds = Number(values.seconds ?? (values.short ? storage.short : FULL))
    if (!(await isSound(storage, seconds, seed))) failed = true
  }
  return failed ? 1 : 0
}

async function isSound({ name, open }: Storage, seconds: number, seed: number): Promise<boolean> {
  say(`${seconds} s on ${name}, seed ${seed}`)
  await using cleanUp = new AsyncDisposableStack()
  const place = await open(cleanUp)
  const tally = await stress({ ...place, seconds, seed, clients: 8 })
  say(`${tally.collections} collections, ${tally.refused} pushes refused as too slow`)
  const properties = propertiesOf(tally)
  for (const [what, held, wrong] of properties) {
    say(`${what}, on ${name}: ${held} passed, ${wrong.length} failed`)
    for (const line of wrong.slice(0, 50)) say(`  ${line}`)
  }
  const failed = properties.some(([, , wrong]) => wrong.length > 0)
  if (failed) say(`Repeat with: npm run test:collect -- --storage ${name} --seed ${seed}`)
  return !failed
}

/** What is to hold, how often it did, and where it did not. */
function propertiesOf(tally: StressTally) {
  const { rounds, collections, removedBlobs, broken, lost, left } = tally
  const idle = removedBlobs > 0 && collections > 1 ? [] : ['nothing was freed']
  return [
    ['what clients were promised is kept', rounds, broken],
    ['what an image needs is there', rounds, lost],
    ['what nothing needs is gone', removedBlobs, [...left, ...idle]],
  ] as const
}

async function onDisk(cleanUp: AsyncDisposableStack): Promise<Place> {
  const grace = 3_000
  const folder = cleanUp.use(await temporaryFolder('collect'))
  const driver = await openDisk(folder.path)
  cleanUp.defer(() => driver.close())
  return { grace, instances: [{ driver, registry: registryOn(driver, grace) }] }
}

/** The service tells times in whole seconds, so that the grace has to be longer. */
async function onAzure(cleanUp: AsyncDisposableStack): Promise<Place> {
  const grace = 8_000
  const place = await newPlace(cleanUp.use(await startAzurite()))
  const drivers = [await place.open(), await place.open()]
  return {
    grace,
    instances: drivers.map((driver) => ({ driver, registry: registryOn(driver, grace) })),
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
