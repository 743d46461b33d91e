import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { ensureCli } from '../support/cli.ts'
import { killLoop } from './kill-loop.ts'
import { type Storage, STORAGES } from './storages.ts'

const usage = `npm run test:faults -- [options]

Kills Berth with SIGKILL in the middle of concurrent pushes, over and over on the same images, and
checks after each restart that every promise it made is kept.

  --storage NAME where the images are: ${STORAGES.map(({ name }) => name).join(' or ')}
  --short        few kills: ${inWords('short')}
  --kills N      so many kills; without it: ${inWords('full')}
  --seed S       repeat the choices of an earlier run
  --help
`

process.exitCode = await main()

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      storage: { type: 'string', default: STORAGES[0].name },
      short: { type: 'boolean', default: false },
      kills: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const storage = STORAGES.find(({ name }) => name === values.storage)
  const kills = Number(values.kills ?? storage?.[values.short ? 'short' : 'full'])
  const seed = Number(values.seed ?? randomInt(2 ** 31))
  const sensible = Number.isInteger(kills) && kills > 0 && Number.isInteger(seed)
  if (values.help || !storage || !sensible) {
    process.stdout.write(usage)
    return values.help ? 0 : 2
  }
  return run(storage, kills, seed)
}

async function run(storage: Storage, kills: number, seed: number): Promise<number> {
  await ensureCli()
  await using cleanUp = new AsyncDisposableStack()
  const registry = await storage.prepare(cleanUp)
  say(`${kills} kills on ${storage.name}, seed ${seed}`)
  try {
    const { outlives: outlived, slowness } = storage
    const tally = await killLoop({ kills, seed, registry, outlived, slowness, say })
    say(tally.report())
    if (tally.failures() === 0) return 0
  } catch (error) {
    say(`the run broke off: ${error instanceof Error ? error.message : String(error)}`)
  }
  const again = `--storage ${storage.name} --kills ${kills} --seed ${seed}`
  say(`Repeat with: npm run test:faults -- ${again}`)
  return 1
}

function inWords(kills: 'short' | 'full'): string {
  return STORAGES.map((storage) => `${storage[kills]} on ${storage.name}`).join(', ')
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
