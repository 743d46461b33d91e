import type { ComponentType } from 'react'
import { RemotesSection } from './remotes-section.tsx'

/** The parts of the page, in order: a line for each. */
export const SECTIONS: readonly { readonly id: string; readonly Section: ComponentType }[] = [
  { id: 'remotes', Section: RemotesSection },
]
