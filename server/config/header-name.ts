import { validateHeaderName } from 'node:http'

/** What is wrong with the name of an HTTP header; undefined when nothing is. */
export function checkHeaderName(name: string): string | undefined {
  try {
    validateHeaderName(name)
    return undefined
  } catch {
    return 'not the name of an HTTP header'
  }
}
