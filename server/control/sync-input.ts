import { integer, list, text } from './check.ts'

/** What several methods of syncs take. */

/** The id of a target. */
export const TARGET = text(64)
/** Patterns of repositories or tags. */
export const PATTERNS = list(text(400), 100)
/** A part of a list of images. */
export const IMAGE_PAGE = { offset: integer(0, 10_000_000), limit: integer(1, 500) }
