import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { openDisk } from '../../server/storage/disk.ts'
import { newPlace } from '../storage/azure-place.ts'
import { startAzurite } from '../support/azurite.ts'
import { temporaryFolder } from '../support/folder.ts'
import { registryOn } from './storages.ts'
import { stress, type StressOptions } from './stress.ts'

const usage = `npm run test:collect -- [options]

Random pushes, mounts, retags, deletes and referrers while space is freed all the time; then everything
that was promised has to be there, and nothing else.

  --storage NAME disk, or azure for two instances on one container; without it one after the other
  --short        2 minutes each; without it 30
  --seconds N    so long
  --seed S       repeat the choices of an earlier run
`

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
  if (values.help) return say(usage, 0)
  const seconds = Number(values.seconds ?? (values.short ? 120 : 1_800))
  const seed = Number(values.seed ?? randomInt(2 ** 31))
  for (const storage of values.storage === undefined ? ['disk', 'azure'] : [values.storage]) {
    say(`${seconds} s on ${storage}, seed ${seed}`, 0)
    if (!(await runOn(storage, seconds, seed))) return 1
  }
  return 0
}

async function runOn(storage: string, seconds: number, seed: number): Promise<boolean> {
  await using cleanUp = new AsyncDisposableStack()
  const { instances, grace } = await (storage === 'azure' ? onAzure(cleanUp) : onDisk(cleanUp))
  const tally = await stress({ instances, grace, seconds, seed, clients: 8 })
  say(JSON.stringify(tally, undefined, 2), 0)
  return tally.broken.length + tally.left.length + tally.lost.length === 0
}

type Place = Pick<StressOptions, 'instances' | 'grace'>

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

function say(line: string, code: number): number {
  process.stdout.write(`${line}\n`)
  return code
}
