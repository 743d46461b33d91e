import type { ComponentType } from 'react'

/** The parts of the page, in order: a line for each. */
export const SECTIONS: readonly { readonly id: string; readonly Section: ComponentType }[] = []
