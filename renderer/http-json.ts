import type { ControlErrorCode, ControlFailure } from '../server/control/contract.ts'
import { strings } from './strings.ts'
import { ControlError } from './transport.ts'

/** Asks for JSON. @throws ControlError */
export function get(url: URL): Promise<unknown> {
  return ask(url, {})
}

/** What browsers send on after the page is gone, in characters; they take no more than 64 KiB of it. */
const OUTLIVES_PAGE = 30_000

/**
 * Sends JSON and gets JSON, or `undefined` for an empty answer.
 *
 * @param last it is sent even where the page goes away meanwhile, unless it is large
 * @throws ControlError
 */
export function post(url: URL, input: unknown, last = false): Promise<unknown> {
  const body = JSON.stringify(input ?? {})
  return ask(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
    keepalive: last && body.length <= OUTLIVES_PAGE,
  })
}

async function ask(url: URL, request: RequestInit): Promise<unknown> {
  const { status, text } = await reach(url, request)
  return answered(status, text)
}

/** What an answer says. @throws ControlError */
export function answered(status: number, text: string): unknown {
  const value = parsed(text)
  if (status >= 200 && status < 300 && value !== NOT_JSON) return value
  throw new ControlError(isFailure(value) ? value : failureOf(status))
}

async function reach(url: URL, request: RequestInit) {
  try {
    const response = await fetch(url, request)
    return { status: response.status, text: await response.text() }
  } catch (cause) {
    throw unreachable(cause)
  }
}

/** No answer at all. */
export function unreachable(cause?: unknown): ControlError {
  const message = strings.connection.unreachable
  return new ControlError({ code: 'UNAVAILABLE', message }, { cause })
}

/** Not the host's own words: a proxy's page, most likely. */
const NOT_JSON = Symbol('not JSON')

function parsed(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return NOT_JSON
  }
}

function isFailure(value: unknown): value is ControlFailure {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value
}

/** What the status alone tells, when something between us answered. */
function failureOf(status: number): ControlFailure {
  return { code: codeOf(status), message: strings.connection.refused(status) }
}

function codeOf(status: number): ControlErrorCode {
  if (status === 401) return 'UNAUTHENTICATED'
  if (status === 403) return 'FORBIDDEN'
  if (status === 404) return 'NOT_FOUND'
  return status >= 502 && status <= 504 ? 'UNAVAILABLE' : 'INTERNAL'
}
