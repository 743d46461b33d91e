import { randomInt } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { temporaryFolder } from '../support/folder.ts'
import { killLoop } from './kill-loop.ts'

const usage = `npm run test:faults -- [options]

Kills Berth with SIGKILL in the middle of concurrent pushes, over and over on one folder, and
checks after each restart that every promise it made is kept.

  --short        40 kills
  --kills N      so many kills (default: 320)
  --seed S       repeat the choices of an earlier run
  --help
`

const full = 320
const short = 40

process.exitCode = await main()

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      short: { type: 'boolean', default: false },
      kills: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const kills = Number(values.kills ?? (values.short ? short : full))
  const seed = Number(values.seed ?? randomInt(2 ** 31))
  const sensible = Number.isInteger(kills) && kills > 0 && Number.isInteger(seed)
  if (values.help || !sensible) {
    process.stdout.write(usage)
    return values.help ? 0 : 2
  }
  return run(kills, seed)
}

async function run(kills: number, seed: number): Promise<number> {
  await using home = await temporaryFolder('faults')
  await mkdir(join(home.path, 'root'))
  say(`${kills} kills, seed ${seed}`)
  try {
    const tally = await killLoop({ kills, seed, folder: home.path, program: 'berth', say })
    say(tally.report())
    if (tally.failures() === 0) return 0
  } catch (error) {
    say(`the run broke off: ${error instanceof Error ? error.message : String(error)}`)
  }
  say(`Repeat with: npm run test:faults -- --kills ${kills} --seed ${seed}`)
  return 1
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
