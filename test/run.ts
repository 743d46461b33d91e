import { join } from 'node:path'
import { COMPILE_CACHE } from './support/compile-cache.ts'
import { countCheck, countProperties, countVitest, NONE, plus } from './support/counts.ts'
import type { Counts } from './support/counts.ts'
import { temporaryFolder } from './support/folder.ts'
import { installMissingTools } from './support/install-tools.ts'
import { readSkips, reportingSkipsTo, skipTable } from './support/skips.ts'
import { runStep } from './support/step.ts'
import type { Step } from './support/step.ts'

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
  { name: 'faults', script: 'test:faults', args: () => ['--short'], count: countProperties },
  {
    name: 'faults-azure',
    script: 'test:faults',
    args: () => ['--short', '--storage', 'azure'],
    count: countProperties,
  },
  { name: 'collect', script: 'test:collect', args: () => ['--short'], count: countProperties },
]

/** Steps whose suites use outside tools. */
const WITH_TOOLS = new Set(['unit', 'interop', 'browser', 'faults', 'faults-azure'])

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
  for (const step of steps) {
    total = plus(total, await timed(step, folder.path, env))
  }
  say(`\n${skipTable(readSkips(skips))}`)
  say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  return total.failed === 0 ? 0 : 1
}

async function timed(
  step: Step,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<Counts> {
  say(`\n=== ${step.name}`)
  const begun = Date.now()
  const counts = await runStep(step, folder, env)
  const outcome = counts.failed === 0 ? 'passed' : 'FAILED'
  say(`=== ${step.name}: ${outcome} in ${((Date.now() - begun) / 1000).toFixed(1)} s`)
  return counts
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
