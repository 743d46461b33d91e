import type { DoctorBundle, DoctorCheck, DoctorResult } from './doctor-contract.ts'

/** Looks at everything that a registry depends on; the methods are those of the contract. */
export interface Doctor {
  list(): Promise<readonly DoctorCheck[]>
  /** Never rejects for what it finds. @throws ControlError NOT_FOUND for a check that there is not */
  run(id: string, signal?: AbortSignal): Promise<DoctorResult>
  bundle(signal?: AbortSignal): Promise<DoctorBundle>
}
