import type { Service } from './contract.ts'
import type { DOCTOR_METHODS } from './doctor-contract.ts'
import type { Doctor } from './doctor.ts'

/** What stands behind the methods of the Doctor page. */
export function doctorMethods(doctor: Doctor): Pick<Service, keyof typeof DOCTOR_METHODS> {
  return {
    'doctor.list': () => doctor.list(),
    'doctor.run': ({ check }, _caller, signal) => doctor.run(check, signal),
    'doctor.bundle': (_input, _caller, signal) => doctor.bundle(signal),
  }
}
