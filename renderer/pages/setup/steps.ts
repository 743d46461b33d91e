import type { ComponentType } from 'react'
import { DockerStep } from './docker-step.tsx'
import type { setup } from '../../strings/setup.ts'
import { RemoteStep } from './remote-step.tsx'

export type StepName = keyof typeof setup.stepTitles

/** The steps that there are, in order: a line for each. */
export const STEPS: readonly { readonly name: StepName; readonly Step: ComponentType }[] = [
  { name: 'remote', Step: RemoteStep },
  { name: 'docker', Step: DockerStep },
]

/** The name of the page after the last step. */
export const END = 'end'
