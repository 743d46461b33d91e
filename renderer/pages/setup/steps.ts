import { createElement, type ComponentType } from 'react'
import { Loading } from '../../components/loading.tsx'
import { lazyPage } from '../../frame/lazy-page.tsx'
import type { setup } from '../../strings/setup.ts'

export type StepName = keyof typeof setup.stepTitles

/** Overview looks at this list too, and must not get the steps with it. */
const step = (load: () => Promise<ComponentType>): ComponentType =>
  lazyPage(async () => ({ default: await load() }), createElement(Loading))

/** The steps that there are, in order: a line for each. */
export const STEPS: readonly { readonly name: StepName; readonly Step: ComponentType }[] = [
  { name: 'storage', Step: step(async () => (await import('./storage-step.tsx')).StorageStep) },
  { name: 'people', Step: step(async () => (await import('./people-step.tsx')).PeopleStep) },
  { name: 'remote', Step: step(async () => (await import('./remote-step.tsx')).RemoteStep) },
  { name: 'docker', Step: step(async () => (await import('./docker-step.tsx')).DockerStep) },
]

/** The name of the page after the last step. */
export const END = 'end'
