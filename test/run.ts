import { join } from 'node:path'
import { COMPILE_CACHE } from './support/compile-cache.ts'
import { countCheck, countProperties, countVitest, NONE, plus } from './support/counts.ts'
import type { Counts } from './support/counts.ts'
import { temporaryFolder } from './support/folder.ts'
import { installMissingTools } from './support/install-tools.ts'
import { readSkips, reportingSkipsTo, skipTable } from './support/skips.ts'
import { runStep } from './support/step.ts'
import type { Step, StepPlace } from './support/step.ts'

const vitest = (report: string) => [
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
]

const STEPS: readonly Step[] = [
  { name: 'lint', script: 'lint', count: countCheck },
  { name: 'typecheck', script: 'typecheck', count: countCheck },
  { name: 'build', script: 'build', count: countCheck },
  { name: 'unit', script: 'test:unit', args: vitest, count: countVitest },
  { name: 'interop', script: 'test:interop', args: vitest, count: countVitest },
  { name: 'browser', script: 'test:browser', args: vitest, count: countVitest },
  ...['disk', 'azure'].flatMap((storage) =>
    ['faults', 'collect'].map((name) => ({
      name: `${name}-${storage}`,
      script: `test:${name}`,
      args: () => ['--short', '--storage', storage],
      count: countProperties,
      waits: true,
    })),
  ),
]

/** Steps whose suites use outside tools. */
const WITH_TOOLS = new Set(['unit', 'interop', 'browser'])

const USAGE = `npm test -- [step …]

Runs everything that holds Berth to its word, or only the steps that are named:
  ${STEPS.map(({ name }) => name).join(', ')}

On Debian as root it first installs the tools that the suites need. Elsewhere a suite
whose tool is missing is skipped; with BERTH_TESTS_NO_SKIP=1 it fails.
`

process.exitCode = await main(process.argv.slice(2))

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name))
  if (unknown.length > 0) {
    const help = unknown.includes('--help')
    say(help ? USAGE : `There is no step ${unknown.join(', ')}.\n\n${USAGE}`)
    return help ? 0 : 2
  }
  return runAll(STEPS.filter(({ name }) => names.length === 0 || names.includes(name)))
}

async function runAll(steps: readonly Step[]): Promise<number> {
  await using folder = await temporaryFolder('tests')
  const skips = join(folder.path, 'skips')
  if (steps.some(({ name }) => WITH_TOOLS.has(name))) await installMissingTools(say)
  const env = { ...reportingSkipsTo(skips), ...COMPILE_CACHE }
  let total = NONE
  const place = {
    folder: folder.path,
    env,
    write: (text: string) => void process.stdout.write(text),
  }
  for (const step of steps.filter(({ waits }) => !waits)) {
    say(`\n=== ${step.name}`)
    total = plus(total, await timed(step, place))
  }
  const beside = steps.filter(({ waits }) => waits)
  if (beside.length > 0) say(`\n=== side by side: ${beside.map(({ name }) => name).join(', ')}`)
  for (const counts of await Promise.all(beside.map((step) => held(step, place)))) {
    total = plus(total, counts)
  }
  say(`\n${skipTable(readSkips(skips))}`)
  say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  return total.failed === 0 ? 0 : 1
}

/** What it writes is shown when it has ended, so that nothing is mixed up. */
async function held(step: Step, place: StepPlace): Promise<Counts> {
  const texts: string[] = []
  const counts = await timed(step, { ...place, write: (text) => void texts.push(text) })
  say(texts.join(''))
  return counts
}

async function timed(step: Step, place: StepPlace): Promise<Counts> {
  const begun = Date.now()
  const counts = await runStep(step, place)
  const outcome = counts.failed === 0 ? 'passed' : 'FAILED'
  say(`=== ${step.name}: ${outcome} in ${((Date.now() - begun) / 1000).toFixed(1)} s`)
  return counts
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
