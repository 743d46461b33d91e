import { nothing, object, text } from './check.ts'
import { read } from './method.ts'

/** What is well, what is not, and what to do about it. */

export interface DoctorCheck {
  readonly id: string
  readonly title: string
}

export interface DoctorFinding {
  /** `note`: worth knowing, and no problem. */
  readonly state: 'ok' | 'note' | 'problem'
  readonly text: string
  /** What to do. */
  readonly todo?: string
}

export interface DoctorResult extends DoctorCheck {
  /** The worst of its findings. */
  readonly state: DoctorFinding['state']
  readonly findings: readonly DoctorFinding[]
}

export interface DoctorBundle {
  /** Of the file. */
  readonly name: string
  readonly text: string
}

export const DOCTOR_METHODS = {
  /** What can be checked; each is run by itself, so that it is shown as it ends. */
  'doctor.list': read<readonly DoctorCheck[]>()(nothing),
  /** Half a minute at most. */
  'doctor.run': read<DoctorResult>()(object({ check: text(64) })),
  /** All that helps to find a fault, without secrets: versions, configuration, checks, log. */
  'doctor.bundle': read<DoctorBundle>()(nothing),
} as const
