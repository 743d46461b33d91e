import pkg from '../../package.json' with { type: 'json' }
import type { RegistryStatus } from '../control/registry-contract.ts'
import type { Doctor } from '../control/doctor.ts'
import { createDoctor } from '../doctor/doctor.ts'
import { diagnostics } from '../doctor/report.ts'
import { standardChecks } from '../doctor/standard-checks.ts'
import type { OpenEngines } from '../engines/engines.ts'
import type { ConsoleParts } from './parts.ts'

/** Looks at a registry that serves already. */
export function doctorFor(
  { config, secrets, urls, log }: ConsoleParts,
  engines: OpenEngines,
  status: () => Promise<RegistryStatus>,
): Doctor {
  const { version } = pkg
  return createDoctor({
    checks: () =>
      standardChecks({
        config,
        secrets,
        engines,
        port: async () => [{ state: 'ok', text: `This Berth listens on ${urls.join(' and ')}.` }],
        storage: async () => {
          const { state, storage, warnings } = await status()
          const away = warnings.find(({ id }) => id === 'storage-away')
          return state === 'storage-away'
            ? [{ state: 'problem', text: away?.text ?? '', todo: away?.hint ?? '' }]
            : [{ state: 'ok', text: `Images lie in ${storage.place}, which answers.` }]
        },
        warnings: async () =>
          (await status()).warnings.map(({ text, hint }) => ({ state: 'note', text, todo: hint })),
      }),
    report: async (results) => diagnostics({ version, config, log: log.recent }, results),
  })
}
