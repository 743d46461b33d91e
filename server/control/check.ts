/**
 * Checks of what comes from outside: gives the value as the type says, or throws `WrongInput`. Unknown
 * keys are dropped.
 */
export type Check<T> = (value: unknown, field: string) => T

/** Input that is not as the contract says; `field` is a dotted path, empty for the whole. */
export class WrongInput extends Error {
  override readonly name = 'WrongInput'
  readonly field: string

  constructor(field: string, allowed: string) {
    super(field === '' ? `the input must be ${allowed}` : `${field} must be ${allowed}`)
    this.field = field
  }
}

/** @param most characters */
export function text(most = 1_000, least = 1): Check<string> {
  return (value, field) => {
    if (typeof value === 'string' && value.length >= least && value.length <= most) return value
    throw new WrongInput(field, `a text of ${least} to ${most} characters`)
  }
}

export function integer(least: number, most: number): Check<number> {
  return (value, field) => {
    if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) {
      return Number(value)
    }
    throw new WrongInput(field, `a whole number from ${least} to ${most}`)
  }
}

export const flag: Check<boolean> = (value, field) => {
  if (typeof value === 'boolean') return value
  throw new WrongInput(field, 'true or false')
}

export function oneOf<const T extends string>(...words: readonly T[]): Check<T> {
  return (value, field) => {
    const found = words.find((word) => word === value)
    if (found !== undefined) return found
    throw new WrongInput(field, `one of ${words.join(', ')}`)
  }
}

export function list<T>(item: Check<T>, most: number): Check<readonly T[]> {
  return (value, field) => {
    if (Array.isArray(value) && value.length > 0 && value.length <= most) {
      return value.map((one, at) => item(one, `${field}[${at}]`))
    }
    throw new WrongInput(field, `a list of 1 to ${most}`)
  }
}

/** Absent, or null as JSON has it. */
export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value, field) => (value === undefined || value === null ? undefined : check(value, field))
}

/** What a method without input takes. */
export const nothing: Check<void> = (value) => {
  if (value === undefined || value === null || isObject(value)) return
  throw new WrongInput('', 'empty')
}

type Fields = Readonly<Record<string, Check<unknown>>>
type Required<F extends Fields> = {
  [K in keyof F as undefined extends ReturnType<F[K]> ? never : K]: ReturnType<F[K]>
}
type Optional<F extends Fields> = {
  [K in keyof F as undefined extends ReturnType<F[K]> ? K : never]?: ReturnType<F[K]>
}

export function object<F extends Fields>(fields: F): Check<Readonly<Required<F> & Optional<F>>> {
  return (value, field) => {
    if (!isObject(value)) throw new WrongInput(field, 'an object')
    const pairs = Object.entries(fields).map(([name, check]) => {
      const path = field === '' ? name : `${field}.${name}`
      return [name, check(value[name], path)] as const
    })
    const given = pairs.filter(([, read]) => read !== undefined)
    return Object.fromEntries(given) as Readonly<Required<F> & Optional<F>>
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
