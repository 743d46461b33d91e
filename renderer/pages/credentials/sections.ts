import type { ComponentType } from 'react'
import { AccessSection } from './access-section.tsx'
import { RemotesSection } from './remotes-section.tsx'
import { StorageSection } from './storage-section.tsx'
import { UsersSection } from './users-section.tsx'

/** The parts of the page, in order: a line for each. */
export const SECTIONS: readonly { readonly id: string; readonly Section: ComponentType }[] = [
  { id: 'users', Section: UsersSection },
  { id: 'access', Section: AccessSection },
  { id: 'storage', Section: StorageSection },
  { id: 'remotes', Section: RemotesSection },
]
