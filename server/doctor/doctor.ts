import { ControlError } from '../control/control-error.ts'
import type { DoctorFinding, DoctorResult } from '../control/doctor-contract.ts'
import type { Doctor } from '../control/doctor.ts'

/** One thing to look at. */
export interface Check {
  readonly id: string
  readonly title: string
  /** What it rejects with becomes a finding. */
  look(signal: AbortSignal): Promise<readonly DoctorFinding[]>
}

export interface DoctorParts {
  /** Those of engines are not known before somebody looks for engines. */
  readonly checks: () => Promise<readonly Check[]>
  /** The bundle around the results. */
  readonly report: (results: readonly DoctorResult[]) => Promise<string>
  readonly now?: () => Date
}

/** Milliseconds for one check. */
const PATIENCE = 35_000

/** Looks at each thing when it is asked to. */
export function createDoctor({ checks, report, now = () => new Date() }: DoctorParts): Doctor {
  return {
    list: async () => (await checks()).map(({ id, title }) => ({ id, title })),
    async run(id, signal) {
      const check = (await checks()).find((one) => one.id === id)
      if (!check) throw new ControlError('NOT_FOUND', 'there is no such check any more')
      return await runCheck(check, signal)
    },
    async bundle(signal) {
      const run = (await checks()).map((check) => runCheck(check, signal))
      const text = await report(await Promise.all(run))
      const day = now().toISOString().slice(0, 19).replaceAll(':', '')
      return { name: `berth-diagnostics-${day}.txt`, text }
    },
  }
}

/** Does one check; that it failed, or took too long, is what it found. */
export async function runCheck(check: Check, signal?: AbortSignal): Promise<DoctorResult> {
  const { id, title } = check
  const findings = await look(check, signal)
  return { id, title, state: worstOf(findings), findings }
}

async function look(check: Check, signal?: AbortSignal): Promise<readonly DoctorFinding[]> {
  const late = AbortSignal.timeout(PATIENCE)
  const either = signal ? AbortSignal.any([late, signal]) : late
  try {
    return await Promise.race([check.look(either), whenAborted(either)])
  } catch (error) {
    const why = late.aborted ? 'it took too long' : error instanceof Error ? error.message : ''
    return [{ state: 'problem', text: `This could not be checked: ${why}` }]
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => undefined)
  signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  return promise
}

function worstOf(findings: readonly DoctorFinding[]): DoctorFinding['state'] {
  const states = new Set(findings.map(({ state }) => state))
  if (states.has('problem')) return 'problem'
  return states.has('note') ? 'note' : 'ok'
}
