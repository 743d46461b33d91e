import type { Config } from '../config/config.ts'
import type { DoctorFinding } from '../control/doctor-contract.ts'
import type { Engines } from '../control/engines.ts'
import type { SecretsKeeper } from '../secrets/secrets-keeper.ts'
import { lookAtClock } from './clock-check.ts'
import type { Check } from './doctor.ts'
import { engineChecks } from './engine-checks.ts'
import { lookAtSecrets } from './secrets-check.ts'
import { lookAtDisk, lookAtFolder } from './storage-checks.ts'

type Look = Check['look']

export interface ChecksParts {
  readonly config: Config
  readonly engines: Pick<Engines, 'list' | 'check'>
  /** Absent where none can be kept. */
  readonly secrets?: SecretsKeeper | undefined
  /** Who has the registry's port. */
  readonly port: Look
  /** Whether a container or another place without a folder can be used. */
  readonly storage: Look
  /** What the configuration is warned of. */
  readonly warnings: () => Promise<readonly DoctorFinding[]>
}

/** Everything that a registry depends on, in the order in which a person would look. */
export async function standardChecks(parts: ChecksParts): Promise<readonly Check[]> {
  const { config, engines, secrets, port, storage, warnings } = parts
  const { driver } = config.storage
  const folder = driver.kind === 'filesystem' ? driver.rootDirectory : undefined
  const server = driver.kind === 'azure' ? driver.serviceUrl : undefined
  return [
    check('configuration', 'Configuration', async () => noneIsFine(await warnings())),
    check('port', 'Port', port),
    ...(await engineChecks(engines)),
    check('storage', 'Storage', folder === undefined ? storage : () => lookAtFolder(folder)),
    ...(folder === undefined ? [] : [check('disk', 'Disk space', () => lookAtDisk(folder))]),
    ...(secrets ? [check('secrets', 'Passwords and keys', () => lookAtSecrets(secrets))] : []),
    check('clock', 'Clock', (signal) => lookAtClock(server, signal)),
  ]
}

function check(id: string, title: string, look: Look): Check {
  return { id, title, look }
}

function noneIsFine(findings: readonly DoctorFinding[]): readonly DoctorFinding[] {
  return findings.length > 0 ? findings : [{ state: 'ok', text: 'There is nothing to warn of.' }]
}
