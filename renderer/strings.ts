import { activity } from './strings/activity.ts'
import { frame } from './strings/frame.ts'
import { logs } from './strings/logs.ts'
import { overview } from './strings/overview.ts'
import { parts } from './strings/parts.ts'
import { settings } from './strings/settings.ts'
import { transfers } from './strings/transfers.ts'

/**
 * Every word that the window says, in English: a file of `strings/` for each part of it. What needs a
 * number or a name is a function, so that a translation may order the words as its language does.
 */
export const strings = {
  ...frame,
  parts,
  overview,
  activity,
  logs,
  settings,
  transfers,
} as const
