import type { DoctorFinding } from '../control/doctor-contract.ts'
import type { SecretsKeeper } from '../secrets/secrets-keeper.ts'

const WHERE = {
  keychain: 'Secrets are kept in the keychain of this system.',
  file: 'Secrets are kept in an encrypted file.',
  memory: 'Secrets are kept in memory alone, until Berth ends.',
} as const

/** Where passwords, keys and tokens are kept, and why in no better place. */
export async function lookAtSecrets(keeper: SecretsKeeper): Promise<readonly DoctorFinding[]> {
  const { kind, notices } = (await keeper.open()).state
  const place: DoctorFinding = { state: kind === 'memory' ? 'note' : 'ok', text: WHERE[kind] }
  return [
    place,
    ...notices.map(
      ({ reason, remedy }) => ({ state: 'note', text: reason, todo: remedy }) as const,
    ),
  ]
}
