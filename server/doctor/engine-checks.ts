import type { DoctorFinding } from '../control/doctor-contract.ts'
import type { Engine, EngineCheck } from '../control/engines-contract.ts'
import type { Engines } from '../control/engines.ts'
import type { Check } from './doctor.ts'

/** Whether each engine of this machine reaches the registry; one check that says so where there is none. */
export async function engineChecks(
  engines: Pick<Engines, 'list' | 'check'>,
): Promise<readonly Check[]> {
  const found = await engines.list()
  if (found.length === 0) return [NONE]
  return found.map((engine) => ({
    id: `engine-${engine.id}`,
    title: engine.version === undefined ? engine.name : `${engine.name} ${engine.version}`,
    look: async (signal) => [findingOf(engine, await engines.check({ engine: engine.id }, signal))],
  }))
}

const NONE: Check = {
  id: 'engines',
  title: 'Container engines',
  look: async () => [
    {
      state: 'note',
      text: 'No container engine was found on this machine.',
      todo: 'Install Docker or Podman to push and pull from here; other machines need none here.',
    },
  ],
}

function findingOf(
  { hint }: Engine,
  { outcome, text, detail, remedies }: EngineCheck,
): DoctorFinding {
  if (outcome === 'reaches') return { state: 'ok', text }
  const [first] = remedies
  const steps =
    first?.kind === 'relay'
      ? ['In Berth’s window: Set-up, “Connect Docker”.']
      : first?.steps.map((step) => [step.text, step.code].filter(Boolean).join('\n'))
  const todo = first
    ? [`${first.title}. ${first.text}`, ...(steps ?? [])].join('\n')
    : ADVICE[outcome]
  return {
    state: 'problem',
    text: detail === undefined ? text : `${text} It says: ${detail}`,
    ...((todo ?? hint) && { todo: todo ?? hint }),
  }
}

/** Where there is nothing that Berth offers. */
const ADVICE: Partial<Record<EngineCheck['outcome'], string>> = {
  'other-registry':
    'Stop the other registry, or give Berth another port in Settings, and name that port in your images.',
  'other-program':
    'Stop what listens there, or give Berth another port in Settings, and name that port in your images.',
  refused:
    'Run the engine on this machine’s own network, or export images to a file and import them.',
  failed: 'The engine’s own log says more.',
}
